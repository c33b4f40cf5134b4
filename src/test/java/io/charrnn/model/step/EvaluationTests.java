package io.charrnn.model.step;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.DoubleStream;

import io.charrnn.model.product.NativeLibrary;
import io.charrnn.model.Alphabet;
import io.charrnn.model.Architecture;
import io.charrnn.model.Cell;
import io.charrnn.model.CounterRandom;
import io.charrnn.model.EncodedText;
import io.charrnn.model.HiddenState;
import io.charrnn.model.LanguageModel;
import io.charrnn.model.NotFiniteException;
import io.charrnn.testing.Networks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class EvaluationTests {

	private static final int ALPHABET_SIZE = 12;

	@ParameterizedTest
	@EnumSource
	void surprisalIsMinusTheLogarithmOfTheProbability(Cell cell) {
		Stepper stepper = stepper(cell);
		EncodedText text = text(30);
		double[] surprisals = Evaluation.surprisals(stepper, text);
		assertThat(surprisals).hasSize(29);
		HiddenState state = HiddenState.zero(stepper.architecture());
		float[] logits = new float[ALPHABET_SIZE];
		for (int position = 0; position < surprisals.length; position++) {
			stepper.step(state, text.at(position), stepper.scratch());
			stepper.logits(state, logits, stepper.scratch());
			double sum = 0;
			for (float logit : logits) {
				sum += Math.exp(logit);
			}
			double probability = Math.exp(logits[text.at(position + 1)]) / sum;
			assertThat(surprisals[position]).isCloseTo(-Math.log(probability), within(1e-9));
		}
	}

	@Test
	void lossIsTheMeanOfTheSurprisals() {
		Stepper stepper = stepper(Cell.LSTM);
		double[] surprisals = Evaluation.surprisals(stepper, text(5000));
		double sum = 0;
		for (double surprisal : surprisals) {
			sum += surprisal;
		}
		assertThat(Evaluation.loss(stepper, text(5000), 1, NativeLibrary::prepareThread)).isEqualTo(sum / 4999);
		assertThat(Evaluation.loss(stepper, text(5000), 4, NativeLibrary::prepareThread)).isEqualTo(sum / 4999);
	}

	/** The longest has more parts than there are rows. */
	@ParameterizedTest
	@CsvSource({ "RNN, 8001", "LSTM, 45001", "GRU, 45000", "LSTM, 300007" })
	void partsReadSideBySideGiveTheSameLossWithAnyNumberOfThreads(Cell cell, int length) {
		Stepper stepper = stepper(cell);
		EncodedText text = text(length);
		double exact = DoubleStream.of(Evaluation.surprisals(stepper, text)).sum() / (length - 1);
		double loss = Evaluation.loss(stepper, text, 1, NativeLibrary::prepareThread);
		assertThat(loss).isCloseTo(exact, within(1e-6));
		for (int threads = 2; threads <= 5; threads++) {
			assertThat(Evaluation.loss(stepper, text, threads, NativeLibrary::prepareThread)).isEqualTo(loss);
		}
	}

	/** In texts of one part and of several side by side. */
	@ParameterizedTest
	@ValueSource(ints = { 500, 20_000 })
	void eachDocumentIsReadFromTheZeroStateToItsEnd(int length) {
		Architecture architecture = new Architecture(Cell.LSTM, 2, 24, ALPHABET_SIZE);
		Alphabet alphabet = Alphabet.ofDocuments("abcdefghij", List.of("one"));
		Stepper stepper = new Stepper(
				new LanguageModel(architecture, alphabet, Networks.small(architecture).parameters()));
		EncodedText text = text(length);
		double sum = 0;
		SteppedText reader = new SteppedText(stepper);
		for (int position = 0; position < length - 1; position++) {
			if (alphabet.isMark(text.at(position))) {
				reader = new SteppedText(stepper);
			}
			reader.read(text.at(position));
			sum += reader.surprisal(alphabet.target(text.at(position + 1)));
		}
		assertThat(Evaluation.loss(stepper, text, 2, NativeLibrary::prepareThread)).isCloseTo(sum / (length - 1),
				within(1e-6));
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 4 })
	void endsWhenItsThreadIsInterrupted(int threads) throws Exception {
		EncodedText text = text(50_000_000);
		Stepper stepper = stepper(Cell.LSTM);
		FutureTask<Double> evaluation = new FutureTask<>(
				() -> Evaluation.loss(stepper, text, threads, NativeLibrary::prepareThread));
		Thread thread = new Thread(evaluation);
		thread.start();
		thread.interrupt();
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(evaluation::get)
			.withCauseInstanceOf(CancellationException.class);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 4 })
	void tellsThatMemoryRanOut(int threads) {
		Stepper full = mock(Stepper.class);
		given(full.architecture()).willReturn(stepper(Cell.LSTM).architecture());
		given(full.scratch()).willThrow(new OutOfMemoryError("no memory"));
		given(full.batch()).willThrow(new OutOfMemoryError("no memory"));
		assertThatExceptionOfType(OutOfMemoryError.class)
			.isThrownBy(() -> Evaluation.loss(full, text(50_000), threads, NativeLibrary::prepareThread));
	}

	@Test
	void refusesTextWithNothingToPredict() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Evaluation.loss(stepper(Cell.RNN), text(1), 1, NativeLibrary::prepareThread));
	}

	@Test
	void refusesModelWhoseOutputIsNotFinite() {
		LanguageModel model = Networks.small(new Architecture(Cell.RNN, 1, 8, ALPHABET_SIZE));
		float[] parameters = model.parameters().clone();
		Arrays.fill(parameters, Float.MAX_VALUE);
		Stepper stepper = new Stepper(new LanguageModel(model.architecture(), model.alphabet(), parameters));
		assertThatExceptionOfType(NotFiniteException.class)
			.isThrownBy(() -> Evaluation.loss(stepper, text(50_000), 2, NativeLibrary::prepareThread));
	}

	private static Stepper stepper(Cell cell) {
		return new Stepper(Networks.small(new Architecture(cell, 2, 24, ALPHABET_SIZE)));
	}

	private static EncodedText text(int length) {
		char[] indices = new char[length];
		for (int position = 0; position < length; position++) {
			indices[position] = (char) (CounterRandom.uniform(3, position) * ALPHABET_SIZE);
		}
		return new EncodedText(indices);
	}

}
