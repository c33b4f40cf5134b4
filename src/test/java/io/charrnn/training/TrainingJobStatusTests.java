package io.charrnn.training;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.charrnn.problem.ConflictException;
import io.charrnn.training.TrainingJobStatus.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TrainingJobStatusTests {

	private static final Map<TrainingJobStatus, Map<Event, TrainingJobStatus>> ALLOWED = new EnumMap<>(
			TrainingJobStatus.class);

	private static final Set<TrainingJobStatus> ENDED = EnumSet.of(TrainingJobStatus.SUCCEEDED,
			TrainingJobStatus.FAILED, TrainingJobStatus.CANCELLED);

	static {
		ALLOWED.put(TrainingJobStatus.QUEUED,
				Map.of(Event.CLAIM, TrainingJobStatus.RUNNING, Event.PAUSE, TrainingJobStatus.PAUSED, Event.CANCEL,
						TrainingJobStatus.CANCELLED, Event.FINISH, TrainingJobStatus.SUCCEEDED));
		ALLOWED.put(TrainingJobStatus.RUNNING,
				Map.of(Event.CLAIM, TrainingJobStatus.RUNNING, Event.HAND_BACK, TrainingJobStatus.QUEUED, Event.PAUSE,
						TrainingJobStatus.PAUSED, Event.CANCEL, TrainingJobStatus.CANCELLED, Event.SUCCEED,
						TrainingJobStatus.SUCCEEDED, Event.FINISH, TrainingJobStatus.SUCCEEDED, Event.FAIL,
						TrainingJobStatus.FAILED));
		ALLOWED.put(TrainingJobStatus.PAUSED, Map.of(Event.RESUME, TrainingJobStatus.QUEUED, Event.CANCEL,
				TrainingJobStatus.CANCELLED, Event.FINISH, TrainingJobStatus.SUCCEEDED));
		for (TrainingJobStatus ended : ENDED) {
			ALLOWED.put(ended, Map.of(Event.EXTEND, TrainingJobStatus.QUEUED));
		}
	}

	static Stream<Arguments> everyStatusAndEvent() {
		return EnumSet.allOf(TrainingJobStatus.class)
			.stream()
			.flatMap((status) -> EnumSet.allOf(Event.class).stream().map((event) -> Arguments.of(status, event)));
	}

	@ParameterizedTest
	@MethodSource("everyStatusAndEvent")
	void changesAsAllowedOrRefusesNamingTheStatus(TrainingJobStatus status, Event event) {
		TrainingJobStatus next = ALLOWED.getOrDefault(status, Map.of()).get(event);
		if (next != null) {
			assertThat(status.next(event)).isEqualTo(next);
		}
		else {
			assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> status.next(event))
				.satisfies((problem) -> {
					assertThat(problem.detail()).contains(status.text());
					assertThat(problem.properties()).containsEntry("jobStatus", status.text());
				});
		}
	}

	@ParameterizedTest
	@EnumSource
	void isFinishedIfItCanOnlyBeExtended(TrainingJobStatus status) {
		assertThat(status.finished())
			.isEqualTo(ALLOWED.getOrDefault(status, Map.of()).keySet().equals(EnumSet.of(Event.EXTEND)));
	}

	@Test
	void saysWhatCannotBeDone() {
		assertThatExceptionOfType(ConflictException.class)
			.isThrownBy(() -> TrainingJobStatus.SUCCEEDED.next(Event.RESUME))
			.withMessage("A training job with the status succeeded cannot be resumed.");
	}

}
