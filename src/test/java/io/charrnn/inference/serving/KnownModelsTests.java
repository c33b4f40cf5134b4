package io.charrnn.inference.serving;

import java.util.concurrent.atomic.AtomicInteger;

import io.charrnn.problem.NotFoundException;
import io.charrnn.registry.Models;
import io.charrnn.registry.StoredModel;
import org.junit.jupiter.api.Test;

import org.springframework.dao.DataAccessResourceFailureException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class KnownModelsTests {

	private final Models models = mock();

	private final StoredModel stored = mock();

	private final AtomicInteger asked = new AtomicInteger();

	private final KnownModels known = new KnownModels(this.models);

	@Test
	void remembersWhileTheDatabaseIsAwayAndAsksItSeldom() {
		given(this.models.find("a")).willReturn(this.stored);
		assertThat(this.known.find("a")).isSameAs(this.stored);
		away();
		for (int index = 0; index < 10; index++) {
			assertThat(this.known.find("a")).isSameAs(this.stored);
		}
		assertThat(this.asked).hasValue(1);
		assertThatExceptionOfType(DataAccessResourceFailureException.class).isThrownBy(() -> this.known.find("b"));
	}

	@Test
	void forgetsWhatIsThereNoMore() {
		given(this.models.find("a")).willReturn(this.stored).willThrow(new NotFoundException("model-not-found", ""));
		this.known.find("a");
		assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> this.known.find("a"));
		away();
		assertThatExceptionOfType(DataAccessResourceFailureException.class).isThrownBy(() -> this.known.find("a"));
	}

	private void away() {
		given(this.models.find(anyString())).willAnswer((call) -> {
			this.asked.incrementAndGet();
			throw new DataAccessResourceFailureException("away");
		});
	}

}
