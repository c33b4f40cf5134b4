package io.charrnn.inference.sessions;

import java.time.Duration;
import java.time.Instant;

import io.charrnn.inference.serving.InferenceSettings;
import io.charrnn.inference.serving.LoadedModel;
import io.charrnn.inference.serving.MixedModels;
import io.charrnn.inference.sessions.Mark.Cause;
import io.charrnn.inference.sessions.SessionRequests.Feed;
import io.charrnn.model.Cell;
import io.charrnn.model.HiddenState;
import io.charrnn.model.LanguageModel;
import io.charrnn.model.step.Stepper;
import io.charrnn.problem.ConflictException;
import io.charrnn.problem.NotFoundException;
import io.charrnn.problem.UnavailableException;
import io.charrnn.registry.StoredModel;
import io.charrnn.testing.Networks;
import org.junit.jupiter.api.Test;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyDouble;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;

class SessionWorkTests {

	private static final LanguageModel NETWORK = Networks.random(Cell.GRU, 1, 4, "abc");

	private final StateReader reader = mock(StateReader.class);

	private final Learner learner = mock(Learner.class);

	private final Sessions sessions = mock(Sessions.class);

	private final SessionWork work = new SessionWork(this.sessions, mock(OpenSessions.class), mock(MixedModels.class),
			this.reader, this.learner, new InferenceSettings(DataSize.ofMegabytes(1), 1, 1, Duration.ofMillis(15),
					Duration.ofSeconds(5), 16, 100, 100, 1000));

	@Test
	void learnsNothingWhereThereIsNoPlaceToPredict() {
		given(this.reader.surprisal(any(), any(), anyInt()))
			.willThrow(new UnavailableException("too-many-requests", "full", Duration.ofSeconds(1)));
		assertThatExceptionOfType(UnavailableException.class)
			.isThrownBy(() -> this.work.feed(session(), new Feed("abc", true, null, null)));
		then(this.learner).shouldHaveNoInteractions();
	}

	@Test
	void saysThatTheSessionWasChangedIfItsWeightsWent() {
		OpenSession session = session();
		given(this.learner.learn(any(), any(), anyDouble()))
			.willThrow(new NotFoundException("content-not-found", "There is no content 5e1f."));
		assertThatExceptionOfType(NotFoundException.class)
			.isThrownBy(() -> this.work.feed(session, new Feed("abc", true, null, null)));
		willThrow(new ConflictException("session-changed", "changed")).given(this.sessions)
			.requireUnchanged(session.session());
		assertThatExceptionOfType(ConflictException.class)
			.isThrownBy(() -> this.work.feed(session, new Feed("abc", true, null, null)));
	}

	private static OpenSession session() {
		Mark mark = new Mark(0, 5, Cause.FED, HiddenState.zero(NETWORK.architecture()), null, null, Instant.EPOCH);
		Session session = new Session(SessionId.random(), "any:1", 0, mark, Instant.EPOCH, Instant.EPOCH);
		return new OpenSession(session, mock(StoredModel.class),
				new LoadedModel("any:1", NETWORK.alphabet(), new Stepper(NETWORK), "00"));
	}

}
