package io.charrnn.training.request;

import java.time.Instant;

import io.charrnn.model.Alphabet;
import io.charrnn.model.Architecture;
import io.charrnn.model.Cell;
import io.charrnn.registry.ModelMemory;
import io.charrnn.registry.ModelNotes;
import io.charrnn.registry.Models;
import io.charrnn.registry.Provenance;
import io.charrnn.registry.ServingMode;
import io.charrnn.registry.StoredModel;
import io.charrnn.workspace.Workspace;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

class PredecessorsTests {

	private final Models models = mock();

	private final ModelMemory memory = mock();

	@Test
	void findsAModelWithoutItsWeights() {
		StoredModel stored = new StoredModel("before:1", "00", new Architecture(Cell.GRU, 1, 4, 2),
				new Provenance(false, null, null, null, null, null, null, null, null, null, null, null, null, null,
						null, null, null, null, null),
				ServingMode.FIRST, Instant.EPOCH, ModelNotes.NONE, Workspace.DEFAULT);
		given(this.models.find("before")).willReturn(stored);
		given(this.models.alphabet(stored)).willReturn(new Alphabet("ba"));
		Predecessor found = new Predecessors(this.models, this.memory).find("before", new Alphabet("abc"));
		assertThat(found.model()).isEqualTo(stored);
		assertThat(found.alphabet()).isEqualTo(new Alphabet("bac"));
		verify(this.models, never()).load(any());
	}

}
