package io.charrnn.training.run;

import io.charrnn.model.product.NativeLibrary;
import io.charrnn.model.Cell;
import io.charrnn.model.EncodedText;
import io.charrnn.testing.Networks;
import io.charrnn.training.JobId;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

class ModelEvaluatorTests {

	/** Characters that take far longer than a test has. */
	private static final int ENDLESS = 20_000_000;

	@Test
	void stopsEvaluatingWhenTheLeaseIsLost() {
		ModelEvaluator evaluator = new ModelEvaluator(NativeLibrary::prepareThread);
		try (Aside aside = new Aside()) {
			assertThatExceptionOfType(LostLeaseException.class).isThrownBy(() -> evaluator
				.loss(Networks.random(Cell.LSTM, 2, 256, "ab"), new EncodedText(new char[ENDLESS]), 1, aside, () -> {
					throw new LostLeaseException(new Lease(JobId.random(), 1));
				}));
		}
		await().until(() -> Thread.getAllStackTraces()
			.keySet()
			.stream()
			.noneMatch((thread) -> thread.getName().equals("training-aside")));
	}

}
