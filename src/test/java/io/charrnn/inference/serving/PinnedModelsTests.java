package io.charrnn.inference.serving;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.charrnn.model.Cell;
import io.charrnn.model.LanguageModel;
import io.charrnn.model.Precision;
import io.charrnn.problem.NotFoundException;
import io.charrnn.problem.UnprocessableException;
import io.charrnn.registry.ModelMemory;
import io.charrnn.registry.ModelNotes;
import io.charrnn.registry.Models;
import io.charrnn.registry.Provenance;
import io.charrnn.registry.ServingMode;
import io.charrnn.registry.StoredModel;
import io.charrnn.testing.Networks;
import io.charrnn.workspace.Workspace;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.info.BuildProperties;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

class PinnedModelsTests {

	private static final LanguageModel NETWORK = Networks.random(Cell.LSTM, 1, 64, "abcd");

	private final Models registry = mock();

	/** Room for four, three of which may be pinned. */
	private final ModelMemory memory = new ModelMemory(DataSize.ofBytes(4 * Weights.size(NETWORK.architecture()) + 8),
			4L << 30, Duration.ZERO);

	private final LoadedModels loaded = new LoadedModels(this.registry, this.memory, new KnownModels(this.registry),
			new DefaultListableBeanFactory().getBeanProvider(BuildProperties.class));

	private final PinnedModels pinned = new PinnedModels(this.registry, this.loaded, this.memory);

	@Test
	void loadsWhatIsPinnedAndLetsGoOfWhatIsNot() {
		StoredModel first = stored("a:1", "a");
		StoredModel second = stored("b:1", "b");
		given(this.registry.pinned()).willReturn(List.of(first, second))
			.willReturn(List.of(second))
			.willReturn(List.of());
		this.pinned.work();
		assertThat(this.loaded.count()).isEqualTo(2);
		this.pinned.work();
		this.pinned.work();
		this.loaded.get("a:1");
		this.loaded.get("b:1");
		verify(this.registry, times(1)).load(first);
		verify(this.registry, times(1)).load(second);
	}

	@Test
	void loadsThoseThatFitInOrder() {
		List<StoredModel> five = List.of(stored("a:1", "a"), stored("b:1", "b"), stored("c:1", "c"), stored("d:1", "d"),
				stored("e:1", "a"));
		given(this.registry.pinned()).willReturn(five);
		this.pinned.work();
		assertThat(this.loaded.count()).isEqualTo(3);
		verify(this.registry, times(0)).load(five.get(3));
	}

	@Test
	void oneThatCannotBeLoadedDoesNotKeepOthersAway() {
		StoredModel gone = stored("a:1", "a");
		given(this.registry.load(gone)).willThrow(new NotFoundException("model-not-found", "gone"));
		StoredModel there = stored("b:1", "b");
		given(this.registry.pinned()).willReturn(List.of(gone, there));
		this.pinned.work();
		assertThat(this.loaded.count()).isOne();
	}

	@Test
	void refusesOneMoreThanFits() {
		StoredModel third = stored("c:1", "c");
		List<StoredModel> three = List.of(stored("a:1", "a"), stored("b:1", "b"), third);
		given(this.registry.pinned()).willReturn(three);
		assertThatNoException().isThrownBy(() -> this.pinned.requireRoom(third));
		assertThatNoException().isThrownBy(() -> this.pinned.requireRoom(stored("same:1", "a")));
		assertThatExceptionOfType(UnprocessableException.class)
			.isThrownBy(() -> this.pinned.requireRoom(stored("d:1", "d")))
			.withMessageContaining("pinned cannot be true")
			.withMessageContaining("%,d bytes", 4 * Weights.size(NETWORK.architecture()))
			.withMessageContaining("charrnn.inference.model-memory");
	}

	private StoredModel stored(String reference, String archive) {
		StoredModel stored = new StoredModel(reference, archive, NETWORK.architecture(),
				new Provenance(false, null, null, null, null, null, null, null, null, null, null, null, null, null,
						null, null, null, null, null),
				new ServingMode(Precision.FLOAT32, true, false), Instant.EPOCH, ModelNotes.NONE, Workspace.DEFAULT);
		given(this.registry.find(reference)).willReturn(stored);
		given(this.registry.load(stored)).willReturn(NETWORK);
		return stored;
	}

}
