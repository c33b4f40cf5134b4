package io.charrnn.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.DoubleStream;

import io.charrnn.cluster.protocol.RunDescription;
import io.charrnn.model.Cell;
import io.charrnn.model.GradientClip;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.NetworkOptions;
import io.charrnn.model.Normalization;
import io.charrnn.model.OptimizationOptions;
import io.charrnn.model.TrainingState;
import io.charrnn.model.round.Cluster;
import io.charrnn.model.round.OuterStep;
import io.charrnn.model.round.Rounds;
import io.charrnn.testing.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Four members for eight rounds, on Spark as it is. What {@code .ci/run} prepares must be
 * in {@code target}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SparkIT {

	static final Path HOME = Path.of("target", "spark-home").toAbsolutePath();

	static final Path JARS = Path.of("target", "spark", "jars").toAbsolutePath();

	private static final int ROUNDS = 8;

	private static final int KILLED_FROM = 3;

	private static final String TWO_EXECUTORS = "local-cluster[2,1,1024]";

	private static final Cluster CLUSTER = new Cluster(4, 12, 1, new OuterStep(0.7, 0.9));

	private static final Hyperparameters HYPERPARAMETERS = new Hyperparameters(
			new NetworkOptions(Cell.LSTM, 2, 48, Normalization.NONE, 0.2),
			OptimizationOptions.adam(14, 12, 0.01).withGradientClip(new GradientClip(GradientClip.Type.NORM, 1)),
			RoundTestRun.HYPERPARAMETERS.run());

	private static final RunDescription RUN = new RunDescription(CLUSTER, RoundTestRun.ALPHABET, HYPERPARAMETERS,
			RoundTestRun.text().length());

	private static final Map<String, String> LOOPBACK = Map.of("spark.ui.enabled", "false", "spark.driver.host",
			"127.0.0.1", "spark.driver.bindAddress", "127.0.0.1");

	private final List<ClusterStatus> told = new ArrayList<>();

	private final TrainingState expected = learnedInThisProcess();

	private static TrainingState start() {
		return TrainingState.initial(HYPERPARAMETERS.network().architecture(RoundTestRun.ALPHABET.size()),
				HYPERPARAMETERS);
	}

	static TrainingState learnedInThisProcess() {
		try (Rounds rounds = RoundTestRun.local(RUN, RoundTestRun.text(), start())) {
			learn(rounds, () -> true);
			return rounds.state();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "local[1]", "local[2]" })
	void bitsAreThoseOfOneProcess(String master) {
		try (Rounds rounds = rounds(master)) {
			learn(rounds, () -> true);
			assertThat(rounds.state()).usingRecursiveComparison().isEqualTo(this.expected);
		}
	}

	@Test
	void bitsAreTheSameOnJdk25(@TempDir Path temporary) throws Exception {
		Path java = Requirement
			.of(Optional.ofNullable(System.getenv("JAVA25_HOME")).map(Path::of),
					"JAVA25_HOME names no JDK 25 to train in rounds on")
			.resolve("bin")
			.resolve("java")
			.toRealPath();
		String hash = OtherJvm.sha256(this.expected);
		assertThat(OtherJvm.sha256(java)).isEqualTo(hash);
		SparkSettings settings = settings(TWO_EXECUTORS, Duration.ofSeconds(60), Duration.ofMinutes(3), LOOPBACK);
		DriverFolder folder = new DriverFolder(Files.createDirectory(temporary.resolve("driver")));
		try (Rounds rounds = new SparkRounds(() -> OtherJvm.driver(java, folder, settings), settings, RUN,
				RoundTestRun.text(), start(), this.told::add)) {
			learn(rounds, () -> true);
			assertThat(OtherJvm.sha256(rounds.state())).isEqualTo(hash);
			assertThat(executors()).isNotEmpty()
				.allSatisfy((executor) -> assertThat(executor.info().command()).hasValue(java.toString()));
			assertThat(folder.conf()).as("its settings are read").doesNotExist();
		}
		assertThat(folder.path()).as("what it has of the text").doesNotExist();
	}

	@Test
	void bitsStayWhereAnExecutorAndThenTheDriverAreKilledInRounds() {
		List<ProcessHandle> killed = new ArrayList<>();
		try (Rounds rounds = rounds(TWO_EXECUTORS)) {
			learn(rounds, () -> {
				if (killed.isEmpty()) {
					executors().stream().limit(1).forEach((executor) -> kill(executor, killed));
				}
				else if (killed.size() == 1 && this.told.stream().anyMatch((status) -> status.lostExecutors() > 0)) {
					ProcessHandle.current().children().filter(SparkIT::isDriver).forEach((one) -> kill(one, killed));
				}
				return true;
			});
			assertThat(rounds.state()).usingRecursiveComparison().isEqualTo(this.expected);
		}
		assertThat(killed).hasSize(2);
		assertThat(executors()).isEmpty();
	}

	@Test
	void failsWhereNoMasterIs() {
		try (Rounds rounds = rounds("spark://127.0.0.1:1", Duration.ofSeconds(10))) {
			assertThatExceptionOfType(ClusterException.class).isThrownBy(() -> learn(rounds, () -> true))
				.satisfies((ex) -> assertThat(ex.properties()).containsEntry("reason", "unreachable"));
		}
	}

	/** Executors of two cores, which a worker with one cannot have. */
	@Test
	void failsWhereThereIsNoExecutorInTime() {
		assertFails(Duration.ofSeconds(2), Map.of("spark.executor.cores", "2"), "no-executors",
				"there has been no executor for 2 s");
	}

	/** Each executor may have less native memory than a member needs. */
	@Test
	void failsWhereExecutorsRunOutOfMemory() {
		assertFails(Duration.ofMinutes(3), Map.of("spark.task.maxFailures", "2", "spark.executor.extraJavaOptions",
				"-Dorg.bytedeco.javacpp.maxbytes=100000"), "executors-failed", "ran out of memory");
	}

	private void assertFails(Duration executorTimeout, Map<String, String> conf, String reason, String words) {
		try (Rounds rounds = rounds("local-cluster[1,1,1024]", Duration.ofSeconds(60), executorTimeout, conf)) {
			assertThatExceptionOfType(ClusterException.class).isThrownBy(() -> learn(rounds, () -> true))
				.withMessageContaining(words)
				.satisfies((ex) -> assertThat(ex.properties()).containsEntry("reason", reason));
		}
		assertThat(executors()).isEmpty();
	}

	/** With authentication and encryption, as the documentation has them. */
	@Test
	void aStandaloneClusterWantsItsSecret(@TempDir Path folder) throws Exception {
		Map<String, String> conf = new HashMap<>(Map.of("spark.authenticate", "true", "spark.authenticate.secret",
				"hush", "spark.network.crypto.enabled", "true"));
		try (StandaloneCluster cluster = new StandaloneCluster(folder, conf)) {
			try (Rounds rounds = rounds(cluster.master(), Duration.ofSeconds(60), Duration.ofSeconds(60), conf)) {
				learn(rounds, () -> true);
				assertThat(rounds.state()).usingRecursiveComparison().isEqualTo(this.expected);
			}
			conf.put("spark.authenticate.secret", "loud");
			try (Rounds rounds = rounds(cluster.master(), Duration.ofSeconds(12), Duration.ofSeconds(60), conf)) {
				assertThatExceptionOfType(ClusterException.class).isThrownBy(() -> learn(rounds, () -> true))
					.withMessageContaining("secret")
					.satisfies((ex) -> assertThat(ex.properties()).containsEntry("reason", "unreachable"));
			}
		}
	}

	private static void kill(ProcessHandle process, List<ProcessHandle> killed) {
		process.destroyForcibly();
		killed.add(process);
	}

	private static boolean isDriver(ProcessHandle process) {
		return process.info().commandLine().orElse("").contains("org.apache.spark.deploy.SparkSubmit");
	}

	private static List<ProcessHandle> executors() {
		return ProcessHandle.current()
			.descendants()
			.filter((one) -> one.info().commandLine().orElse("").contains("CoarseGrainedExecutorBackend"))
			.toList();
	}

	/**
	 * @param inRound asked while rounds from the fourth on are learned
	 */
	private static void learn(Rounds rounds, BooleanSupplier inRound) {
		double[] rates = DoubleStream.generate(() -> 0.01).limit(CLUSTER.localIterations()).toArray();
		for (int round = 0; round < ROUNDS; round++) {
			BooleanSupplier goOn = (round >= KILLED_FROM) ? inRound : () -> true;
			assertThat(rounds.learn((long) round * CLUSTER.localIterations(), rates, goOn)).isPresent();
		}
	}

	private Rounds rounds(String master) {
		return rounds(master, Duration.ofSeconds(60));
	}

	private Rounds rounds(String master, Duration startTimeout) {
		return rounds(master, startTimeout, Duration.ofMinutes(3), Map.of());
	}

	private Rounds rounds(String master, Duration startTimeout, Duration executorTimeout, Map<String, String> more) {
		Map<String, String> conf = new HashMap<>(LOOPBACK);
		conf.putAll(more);
		this.told.clear();
		return new SparkCluster(settings(master, startTimeout, executorTimeout, conf)).rounds("it", CLUSTER,
				RoundTestRun.ALPHABET, HYPERPARAMETERS, RoundTestRun.text(), start(), this.told::add);
	}

	static SparkSettings settings(String master, Duration startTimeout, Duration executorTimeout,
			Map<String, String> conf) {
		return new SparkSettings(HOME, JARS, master, DataSize.ofMegabytes(700), DataSize.ofMegabytes(512), startTimeout,
				executorTimeout, 3, conf);
	}

}
