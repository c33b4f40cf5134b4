package io.charrnn.inference.sessions;

import java.time.Instant;

import io.charrnn.inference.serving.LoadedModel;
import io.charrnn.inference.serving.MixedModels;
import io.charrnn.inference.sessions.Mark.Cause;
import io.charrnn.model.Cell;
import io.charrnn.model.HiddenState;
import io.charrnn.model.LanguageModel;
import io.charrnn.model.step.Stepper;
import io.charrnn.problem.NotFoundException;
import io.charrnn.registry.ModelNotes;
import io.charrnn.registry.Models;
import io.charrnn.registry.Provenance;
import io.charrnn.registry.ServingMode;
import io.charrnn.registry.StoredModel;
import io.charrnn.testing.Networks;
import io.charrnn.workspace.Workspace;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/** Sessions whose weights go between the look at the session and the load. */
class OpenSessionsTests {

	private static final LanguageModel NETWORK = Networks.random(Cell.GRU, 1, 4, "abc");

	private final SessionId id = SessionId.random();

	private final StoredModel stored = new StoredModel(
			"any:1", "00", NETWORK.architecture(), new Provenance(false, null, null, null, null, null, null, null, null,
					null, null, null, null, null, null, null, null, null, null),
			ServingMode.FIRST, Instant.EPOCH, ModelNotes.NONE, Workspace.DEFAULT);

	private final LoadedModel learned = new LoadedModel("any:1", NETWORK.alphabet(), new Stepper(NETWORK), "02");

	private final Sessions sessions = mock(Sessions.class);

	private final Models models = mock(Models.class);

	private final MixedModels loaded = mock(MixedModels.class);

	private final OpenSessions open = new OpenSessions(this.sessions, this.models, this.loaded);

	@BeforeEach
	void firstWeightsHaveGone() {
		given(this.models.find("any:1")).willReturn(this.stored);
		given(this.loaded.get(this.stored.withWeights("01"), false))
			.willThrow(new IllegalStateException("the archive of any:1 cannot be read"));
		given(this.loaded.get(this.stored.withWeights("02"), false)).willReturn(this.learned);
	}

	@Test
	void opensASessionAsItIsNow() {
		given(this.sessions.use(this.id)).willReturn(row(4, "01")).willReturn(row(5, "02"));
		OpenSession session = this.open.open(this.id.value());
		assertThat(session.session().revision()).isEqualTo(5);
		assertThat(session.model()).isSameAs(this.learned);
	}

	@Test
	void doesNotFindASessionThatWasDeletedMeanwhile() {
		given(this.sessions.use(this.id)).willReturn(row(4, "01"))
			.willThrow(new NotFoundException("session-not-found", "gone"));
		assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> this.open.open(this.id.value()))
			.satisfies((problem) -> assertThat(problem.type()).isEqualTo("session-not-found"));
	}

	@Test
	void weightsOfAnUnchangedSessionThatCannotBeReadAreAFault() {
		given(this.sessions.use(this.id)).willReturn(row(4, "01"));
		assertThatIllegalStateException().isThrownBy(() -> this.open.open(this.id.value()));
	}

	private Sessions.Row row(long revision, String archive) {
		return new Sessions.Row(this.id, "any:1", revision, revision, 7, Cause.LEARNED,
				StateCodec.encode(HiddenState.zero(NETWORK.architecture())), null, archive, Instant.EPOCH,
				Instant.EPOCH, Instant.EPOCH);
	}

}
