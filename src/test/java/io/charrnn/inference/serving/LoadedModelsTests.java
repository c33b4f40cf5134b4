package io.charrnn.inference.serving;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.charrnn.model.Cell;
import io.charrnn.model.LanguageModel;
import io.charrnn.model.Precision;
import io.charrnn.registry.ModelNotes;
import io.charrnn.testing.DefaultWorkspace;
import io.charrnn.problem.NotFoundException;
import io.charrnn.problem.UnavailableException;
import io.charrnn.registry.ModelDeleted;
import io.charrnn.registry.ModelMemory;
import io.charrnn.registry.Models;
import io.charrnn.registry.Provenance;
import io.charrnn.registry.ServingMode;
import io.charrnn.registry.StoredModel;
import io.charrnn.testing.Networks;
import io.charrnn.workspace.Workspace;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.info.BuildProperties;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.util.unit.DataSize;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

class LoadedModelsTests {

	private static final LanguageModel NETWORK = Networks.random(Cell.LSTM, 1, 64, "abcd");

	private final Models models = mock();

	private final ExecutorService threads = Executors.newFixedThreadPool(16, DefaultWorkspace::thread);

	@AfterEach
	void stop() {
		this.threads.shutdownNow();
		RequestContextHolder.resetRequestAttributes();
	}

	@Test
	void requestsThatComeWhileAModelIsLoadedWaitForThatOneLoad() throws Exception {
		StoredModel slow = stored("slow:1", "s");
		StoredModel quick = stored("quick:1", "q");
		CountDownLatch loading = new CountDownLatch(1);
		CountDownLatch mayGoOn = new CountDownLatch(1);
		AtomicInteger loads = new AtomicInteger();
		given(this.models.load(slow)).willAnswer((call) -> {
			loads.incrementAndGet();
			loading.countDown();
			mayGoOn.await();
			return NETWORK;
		});
		given(this.models.load(quick)).willReturn(NETWORK);
		LoadedModels loaded = loadedModels(DataSize.ofGigabytes(1));
		List<Callable<LoadedModel>> requests = Stream.generate(() -> (Callable<LoadedModel>) () -> loaded.get("slow:1"))
			.limit(10)
			.toList();
		List<Future<LoadedModel>> waiting = requests.stream().map(this.threads::submit).toList();
		loading.await();
		assertThat(loaded.get("quick:1").reference()).isEqualTo("quick:1");
		assertThat(waiting).noneMatch(Future::isDone);
		mayGoOn.countDown();
		LoadedModel first = waiting.get(0).get();
		for (Future<LoadedModel> other : waiting) {
			assertThat(other.get().stepper()).isSameAs(first.stepper());
		}
		assertThat(loads).hasValue(1);
	}

	@Test
	void asManyAreLoadedAtATimeAsFit() throws Exception {
		StoredModel slow = stored("slow:1", "s");
		StoredModel other = stored("other:1", "o");
		CountDownLatch loading = new CountDownLatch(1);
		CountDownLatch mayGoOn = new CountDownLatch(1);
		given(this.models.load(slow)).willAnswer((call) -> {
			loading.countDown();
			mayGoOn.await();
			return NETWORK;
		});
		given(this.models.load(other)).willReturn(NETWORK);
		LoadedModels loaded = loadedModels(DataSize.ofBytes(3 * Weights.size(NETWORK.architecture()) / 2));
		Future<LoadedModel> first = this.threads.submit(() -> loaded.get("slow:1"));
		loading.await();
		assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> loaded.get("other:1"))
			.satisfies((problem) -> assertThat(problem.retryAfter()).isPositive());
		mayGoOn.countDown();
		assertThat(first.get().reference()).isEqualTo("slow:1");
		assertThat(loaded.get("other:1").reference()).isEqualTo("other:1");
	}

	@Test
	void versionsWithTheSameArchiveShareTheWeights() {
		given(this.models.load(stored("a:1", "same"))).willReturn(NETWORK);
		stored("b:1", "same");
		LoadedModels loaded = loadedModels(DataSize.ofGigabytes(1));
		assertThat(loaded.get("a:1").stepper()).isSameAs(loaded.get("b:1").stepper());
		assertThat(loaded.get("b:1").reference()).isEqualTo("b:1");
	}

	@Test
	void failedLoadIsTriedAgain() {
		StoredModel model = stored("a:1", "x");
		given(this.models.load(model)).willThrow(new NotFoundException("model-not-found", "gone")).willReturn(NETWORK);
		LoadedModels loaded = loadedModels(DataSize.ofGigabytes(1));
		assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> loaded.get("a:1"));
		assertThat(loaded.get("a:1").alphabet()).isEqualTo(NETWORK.alphabet());
	}

	@Test
	void modelsMakeRoomForOthersAndComeBack() {
		for (int index = 0; index < 20; index++) {
			given(this.models.load(stored("m:" + index, "archive" + index))).willReturn(NETWORK);
		}
		long size = Float.BYTES * NETWORK.architecture().parameterCount();
		LoadedModels loaded = loadedModels(DataSize.ofBytes(3 * 2 * size + 8192));
		for (int index = 0; index < 20; index++) {
			assertThat(loaded.get("m:" + index).reference()).isEqualTo("m:" + index);
		}
		assertThat(loaded.count()).isBetween(1, 3);
	}

	@Test
	void weightsGoWithTheVersionThatIsDeleted() {
		StoredModel model = stored("a:1", "x");
		given(this.models.load(model)).willReturn(NETWORK);
		LoadedModels loaded = loadedModels(DataSize.ofGigabytes(1));
		loaded.get("a:1");
		loaded.deleted(new ModelDeleted("other"));
		assertThat(loaded.count()).isOne();
		loaded.deleted(new ModelDeleted(model.archiveSha256()));
		assertThat(loaded.count()).isZero();
	}

	@Test
	void modelLargerThanTheMemoryForModelsStillWorks() {
		StoredModel model = stored("a:1", "x");
		given(this.models.load(model)).willReturn(NETWORK);
		LoadedModels loaded = loadedModels(DataSize.ofBytes(1));
		assertThat(loaded.get("a:1").fingerprint()).isEqualTo(loaded.get("a:1").fingerprint());
		assertThat(loaded.count()).isZero();
	}

	@Test
	void weightsThatAreStillUsedAreCountedThoughTheyMadeRoom() {
		DataSize size = DataSize.ofBytes(3 * Weights.size(NETWORK.architecture()) / 2);
		given(this.models.load(stored("a:1", "a"))).willReturn(NETWORK);
		given(this.models.load(stored("b:1", "b"))).willReturn(NETWORK);
		ModelMemory memory = memory(size);
		LoadedModels loaded = loadedModels(memory);
		MockRequest request = new MockRequest();
		LoadedModel used = loaded.get("a:1");
		assertThat(memory.taken().toBytes()).isZero();
		loaded.get("b:1");
		assertThat(loaded.count()).isOne();
		assertThat(memory.taken().toBytes()).isCloseTo(Weights.size(NETWORK.architecture()), withinPercentage(2));
		assertThat(used.stepper()).isNotNull();
		request.end();
		assertThat(memory.taken().toBytes()).isZero();
	}

	@Test
	void weightsThatAreStillUsedComeBackWithoutALoad() {
		StoredModel model = stored("a:1", "a");
		given(this.models.load(model)).willReturn(NETWORK);
		LoadedModels loaded = loadedModels(DataSize.ofBytes(1));
		LoadedModel first = loaded.get("a:1");
		assertThat(loaded.get("a:1").stepper()).isSameAs(first.stepper());
		verify(this.models, times(1)).load(model);
	}

	@Test
	void nothingIsLoadedWhileWhatIsUsedTakesAllMemory() {
		StoredModel large = stored("a:1", "a");
		given(this.models.load(large)).willReturn(NETWORK);
		StoredModel other = stored("b:1", "b");
		given(this.models.load(other)).willReturn(NETWORK);
		LoadedModels loaded = loadedModels(DataSize.ofBytes(Weights.size(NETWORK.architecture()) / 2));
		MockRequest request = new MockRequest();
		loaded.get("a:1");
		assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> loaded.get("b:1"));
		request.end();
		assertThat(loaded.get("b:1").reference()).isEqualTo("b:1");
	}

	@Test
	void pinnedModelsMakeNoRoomForOthers() {
		StoredModel pinned = stored("pinned:1", "pinned");
		given(this.models.load(pinned)).willReturn(NETWORK);
		for (int index = 0; index < 10; index++) {
			given(this.models.load(stored("m:" + index, "archive" + index))).willReturn(NETWORK);
		}
		LoadedModels loaded = loadedModels(DataSize.ofBytes(3 * Weights.size(NETWORK.architecture()) + 8192));
		loaded.pin(pinned);
		loaded.pin(pinned);
		for (int index = 0; index < 10; index++) {
			loaded.get("m:" + index);
		}
		assertThat(loaded.count()).isBetween(2, 3);
		assertThat(loaded.memory().toBytes()).isLessThanOrEqualTo(3 * Weights.size(NETWORK.architecture()) + 8192);
		loaded.get("pinned:1");
		verify(this.models, times(1)).load(pinned);
	}

	@Test
	void modelsThatArePinnedNoMoreMakeRoomAsOthersDo() {
		StoredModel pinned = stored("pinned:1", "pinned");
		given(this.models.load(pinned)).willReturn(NETWORK);
		given(this.models.load(stored("other:1", "other"))).willReturn(NETWORK);
		LoadedModels loaded = loadedModels(DataSize.ofBytes(3 * Weights.size(NETWORK.architecture()) / 2));
		loaded.pin(pinned);
		loaded.pinNoneBut(List.of(pinned));
		loaded.get("other:1");
		loaded.get("pinned:1");
		verify(this.models, times(1)).load(pinned);
		loaded.pinNoneBut(List.of());
		assertThat(loaded.count()).isOne();
		loaded.get("other:1");
		assertThat(loaded.count()).isOne();
		loaded.get("pinned:1");
		assertThat(loaded.count()).isOne();
	}

	@Test
	void showsWhatEachOfTheLargestModelsTakes() {
		SimpleMeterRegistry meters = new SimpleMeterRegistry();
		LoadedModels loaded = loadedModels(DataSize.ofGigabytes(1));
		loaded.monitor(meters);
		StoredModel pinned = stored("pinned:1", "pinned");
		given(this.models.load(pinned)).willReturn(NETWORK);
		loaded.pin(pinned);
		for (int index = 0; index < LoadedModelMeters.MOST + 10; index++) {
			given(this.models.load(stored("m:" + index, "archive" + index))).willReturn(NETWORK);
			loaded.get("m:" + index);
		}
		assertThat(meters.find("charrnn.inference.model.memory").gauges()).hasSize(LoadedModelMeters.MOST)
			.allSatisfy((gauge) -> assertThat(gauge.value()).isEqualTo((double) Weights.size(NETWORK.architecture())));
		for (int index = 0; index < LoadedModelMeters.MOST + 10; index++) {
			loaded.deleted(new ModelDeleted("archive" + index));
		}
		MockRequest request = new MockRequest();
		loaded.get("pinned:1");
		assertThat(meters.find("charrnn.inference.model.requests").gauges()).singleElement().satisfies((gauge) -> {
			assertThat(gauge.value()).isOne();
			assertThat(gauge.getId().getTag("model")).isEqualTo("pinned:1");
			assertThat(gauge.getId().getTag("pinned")).isEqualTo("true");
		});
		request.end();
		loaded.deleted(new ModelDeleted("pinned"));
		assertThat(meters.find("charrnn.inference.model.requests").gauges()).isEmpty();
	}

	@Test
	void fingerprintDependsOnWeightsAlphabetAndProgramVersion() {
		LanguageModel otherAlphabet = Networks.random(Cell.LSTM, 1, 64, "abce");
		float[] parameters = NETWORK.parameters().clone();
		parameters[parameters.length - 1] = Math.nextUp(parameters[parameters.length - 1]);
		LanguageModel otherWeights = new LanguageModel(NETWORK.architecture(), NETWORK.alphabet(), parameters);
		assertThat(Stream.of(NETWORK, otherAlphabet, otherWeights)
			.flatMap((model) -> Stream.of(Weights.of(model, Precision.FLOAT32, "1"),
					Weights.of(model, Precision.FLOAT32, "2")))
			.map(Weights::fingerprint)
			.distinct()).hasSize(6);
		assertThat(Weights.of(NETWORK, Precision.FLOAT32, "1").fingerprint())
			.isEqualTo(Weights.of(NETWORK, Precision.FLOAT32, "1").fingerprint());
	}

	private StoredModel stored(String reference, String archive) {
		StoredModel stored = new StoredModel(reference, archive, NETWORK.architecture(),
				new Provenance(false, null, null, null, null, null, null, null, null, null, null, null, null, null,
						null, null, null, null, null),
				ServingMode.FIRST, Instant.EPOCH, ModelNotes.NONE, Workspace.DEFAULT);
		given(this.models.find(reference)).willReturn(stored);
		return stored;
	}

	/** A request that the calling thread answers. */
	private static final class MockRequest {

		private final ServletRequestAttributes attributes = new ServletRequestAttributes(new MockHttpServletRequest());

		MockRequest() {
			RequestContextHolder.setRequestAttributes(this.attributes);
		}

		void end() {
			this.attributes.requestCompleted();
			RequestContextHolder.resetRequestAttributes();
		}

	}

	private LoadedModels loadedModels(DataSize size) {
		return loadedModels(memory(size));
	}

	private static ModelMemory memory(DataSize size) {
		return new ModelMemory(size, 4L << 30, Duration.ZERO);
	}

	private LoadedModels loadedModels(ModelMemory memory) {
		return new LoadedModels(this.models, memory, new KnownModels(this.models),
				new DefaultListableBeanFactory().getBeanProvider(BuildProperties.class));
	}

}
