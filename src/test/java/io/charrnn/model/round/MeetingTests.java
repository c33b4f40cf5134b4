package io.charrnn.model.round;

import java.util.List;

import io.charrnn.model.TrainingState;
import io.charrnn.model.Update;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** Two members, of which the second has two of three streams. */
class MeetingTests {

	private static final TrainingState COMMON = new TrainingState(8, new float[] { 1, 2 }, null, new float[4],
			new float[1][6], new float[] { 0.5f, 0 });

	@Test
	void nextStateHasMeansAndEverybodysHiddenStates() {
		Meeting meeting = new Meeting(new Cluster(2, 4, 1, new OuterStep(1, 0)), COMMON, 3);
		meeting.add(second());
		meeting.add(first());
		TrainingState next = meeting.next();
		assertThat(next.iteration()).isEqualTo(12);
		assertThat(next.parameters()).containsExactly(2, 3);
		assertThat(next.updaterState()).containsExactly(1, 1, 2, 2);
		assertThat(next.hidden()).isDeepEqualTo(new float[][] { { 1, 2, 3, 4, 5, 6 } });
		assertThat(next.velocity()).isEmpty();
		assertThat(meeting.updates()).containsExactly(new Update(0.5 * 1 / 3 + 2 * 2.0 / 3, 1 / 3.0 + 2.0 / 3, true));
	}

	/** The gradient is (-1, -1), the velocity then (0.25 - 1, -1). */
	@Test
	void outerStepHasNesterovMomentum() {
		Meeting meeting = new Meeting(new Cluster(2, 4, 1, new OuterStep(0.5, 0.5)), COMMON, 3);
		meeting.add(first());
		meeting.add(second());
		TrainingState next = meeting.next();
		assertThat(next.velocity()).containsExactly(-0.75f, -1);
		assertThat(next.parameters()).containsExactly(1 + 0.5f * (1 + 0.5f * 0.75f), 2 + 0.5f * (1 + 0.5f * 1));
		assertThat(COMMON.velocity()).containsExactly(0.5f, 0);
	}

	@Test
	void nobodyMayBeMissingOrComeTwice() {
		Meeting meeting = new Meeting(new Cluster(2, 4, 1, new OuterStep(1, 0)), COMMON, 3);
		meeting.add(second());
		assertThatIllegalArgumentException().isThrownBy(() -> meeting.add(second()));
		assertThatIllegalStateException().isThrownBy(meeting::next).withMessage("only 0 of 2 members are here");
		meeting.add(first());
		assertThatIllegalArgumentException().isThrownBy(() -> meeting.add(first()));
	}

	private static MemberRound first() {
		return new MemberRound(0, new TrainingState(12, new float[] { 1, 2 }, null, new float[] { 1, 1, 1, 1 },
				new float[][] { { 1, 2 } }), List.of(new Update(0.5, 1, false)));
	}

	private static MemberRound second() {
		return new MemberRound(1, new TrainingState(12, new float[] { 3, 4 }, null, new float[] { 1, 1, 3, 3 },
				new float[][] { { 3, 4, 5, 6 } }), List.of(new Update(2, 1, true)));
	}

}
