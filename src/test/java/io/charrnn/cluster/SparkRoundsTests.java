package io.charrnn.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;

import io.charrnn.cluster.FakeDriver.Fault;
import io.charrnn.cluster.SparkCluster.StartedDriver;
import io.charrnn.cluster.protocol.Message;
import io.charrnn.cluster.protocol.Message.Reason;
import io.charrnn.model.TrainingState;
import io.charrnn.model.round.Rounds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SparkRoundsTests {

	private static final int ROUNDS = 5;

	private final Deque<FakeDriver> drivers = new ArrayDeque<>();

	private final Deque<ClusterStatus> told = new ArrayDeque<>();

	@Test
	void equalThoseInThisProcess() {
		try (SparkRounds rounds = rounds(Fault.NONE)) {
			learn(rounds, 0, ROUNDS);
			assertThatEqualsLocal(rounds.state());
			assertThat(this.told).extracting(ClusterStatus::waiting)
				.startsWith("the driver waits for the cluster", "the cluster has no executor for the job yet", null);
			ClusterStatus status = this.told.getLast();
			assertThat(status.application()).isEqualTo("app-1");
			assertThat(status.executors()).isEqualTo(2);
			assertThat(status.startSeconds()).isNotNull();
		}
		assertThat(this.drivers.getLast().exitValue()).isZero();
	}

	@Test
	void goOnWithAnotherDriverAfterOneDied() {
		try (SparkRounds rounds = rounds(Fault.dying(4), Fault.dying(1), Fault.NONE)) {
			learn(rounds, 0, ROUNDS);
			assertThatEqualsLocal(rounds.state());
		}
		assertThat(this.drivers).hasSize(3);
	}

	@Test
	void goOnFromTheLastStateThatWasAskedFor() {
		try (SparkRounds rounds = rounds(Fault.dying(4), Fault.dying(3), Fault.NONE)) {
			learn(rounds, 0, 3);
			rounds.state();
			learn(rounds, 3, ROUNDS);
			assertThatEqualsLocal(rounds.state());
		}
		assertThat(this.drivers).hasSize(2);
	}

	@Test
	void giveUpWhereDriversDieAgainAndAgain() {
		Fault[] faults = new Fault[4];
		Arrays.fill(faults, Fault.dying(1));
		try (SparkRounds rounds = rounds(faults)) {
			assertThatExceptionOfType(ClusterException.class).isThrownBy(() -> learn(rounds, 0, 1))
				.satisfies((ex) -> assertThat(ex.properties()).containsEntry("reason", "driver-ended"));
		}
		assertThat(this.drivers).hasSize(4);
	}

	@Test
	void thatAreBrokenOffAreAsIfTheyHadNotBegun() {
		try (SparkRounds rounds = rounds(new Fault(null, false, true, 0))) {
			assertThat(rounds.learn(0, RoundTestRun.learningRates(), () -> this.drivers.isEmpty())).isEmpty();
			assertThat(rounds.state().iteration()).isZero();
		}
	}

	@Test
	void nobodyWantsAnyMoreStartNoDriver() {
		try (SparkRounds rounds = rounds(new Fault(null, true, false, 0))) {
			assertThat(rounds.learn(0, RoundTestRun.learningRates(), () -> false)).isEmpty();
			assertThat(this.told.getLast().waiting()).isEqualTo("the driver waits for the cluster");
		}
	}

	/** Whoever interrupts is told after the driver was. */
	@Test
	void areBrokenOffByAnInterruption() {
		try (SparkRounds rounds = rounds(new Fault(null, false, true, 0))) {
			Thread.currentThread().interrupt();
			assertThat(rounds.learn(0, RoundTestRun.learningRates(), () -> true)).isEmpty();
			assertThat(Thread.interrupted()).isTrue();
		}
	}

	@Test
	void failInWordsOfTheDriver() {
		Message.Failure failure = new Message.Failure(Reason.MIXED_EXECUTORS, "{a=one, b=other}\nat somewhere");
		try (SparkRounds rounds = rounds(new Fault(failure, false, false, 0))) {
			assertThatExceptionOfType(ClusterException.class).isThrownBy(() -> learn(rounds, 0, 1))
				.withMessageContaining("compute different results")
				.withMessageEndingWith("({a=one, b=other})")
				.satisfies((ex) -> assertThat(ex.properties()).containsEntry("reason", "mixed-executors"));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "Reason: Command exited with code 52", "java.lang.OutOfMemoryError: Java heap space",
			"The executor with id 3 exited with exit code 137(SIGKILL, possible container OOM)" })
	void sayWhenExecutorsRanOutOfMemory(String detail) {
		Message.Failure failure = new Message.Failure(Reason.EXECUTORS_FAILED, detail);
		assertThat(Failures.of(failure)).hasMessageStartingWith("The job's executors ran out of memory")
			.hasMessageEndingWith("(" + detail + ")");
		assertThat(Failures.of(new Message.Failure(Reason.EXECUTORS_FAILED, "exited with code 520")))
			.hasMessageStartingWith("The job's executors failed too often.");
	}

	private SparkRounds rounds(Fault... faults) {
		Deque<Fault> next = new ArrayDeque<>(List.of(faults));
		SparkSettings settings = new SparkSettings(Path.of("home"), Path.of("jars"), "local", DataSize.ofGigabytes(1),
				DataSize.ofGigabytes(1), Duration.ofSeconds(60), Duration.ofSeconds(60), 3, Map.of());
		return new SparkRounds(() -> {
			this.drivers.add(new FakeDriver(next.remove()));
			return new StartedDriver(new DriverProcess(this.drivers.getLast()), null);
		}, settings, RoundTestRun.description(), RoundTestRun.text(), RoundTestRun.start(), this.told::add);
	}

	private static void learn(Rounds rounds, int from, int to) {
		for (int round = from; round < to; round++) {
			assertThat(rounds.learn((long) round * rounds.length(), RoundTestRun.learningRates(), () -> true)
				.orElseThrow()).hasSize(rounds.length());
		}
	}

	private static void assertThatEqualsLocal(TrainingState state) {
		try (Rounds local = RoundTestRun.local(RoundTestRun.description(), RoundTestRun.text(), RoundTestRun.start())) {
			learn(local, 0, ROUNDS);
			assertThat(state).usingRecursiveComparison().isEqualTo(local.state());
		}
	}

}
