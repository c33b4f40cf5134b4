package io.charrnn.cluster;

import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SparkHomeTests {

	@TempDir
	private Path home;

	@TempDir
	private Path jars;

	@BeforeEach
	void install() throws IOException {
		Files.createDirectory(this.home.resolve("jars"));
		Files.createFile(core(SparkHome.RELEASE));
		for (String jar : List.of("char-rnn-spark.jar", "javacpp-1.jar", "dnnl-3.jar", "jna-5.jar", "jspecify-1.jar")) {
			Files.createFile(this.jars.resolve(jar));
		}
	}

	private Path core(String release) {
		return this.home.resolve("jars").resolve("spark-core_2.13-" + release + ".jar");
	}

	@Test
	void hasWhatADriverAndExecutorsNeed() throws IOException {
		Files.createFile(this.jars.resolve("README.md"));
		assertThat(SparkHome.of(this.home, this.jars).executorJars()).hasSize(4);
	}

	@Test
	void isNoFolderWithoutSpark() {
		assertRefused("wrong-home", "charrnn.training.spark.home", this.home.resolve("nowhere"));
		assertRefused("wrong-home", "charrnn.training.spark.home", this.jars);
	}

	@Test
	void isOfTheRightRelease() throws IOException {
		Files.move(core(SparkHome.RELEASE), core("3.5.1"));
		assertRefused("wrong-version", "is Spark 3.5.1, but must be 4.2.0", this.home);
	}

	@Test
	void lacksNoJar() throws IOException {
		Files.delete(this.jars.resolve("dnnl-3.jar"));
		assertRefused("missing-jar", "lacks dnnl-*.jar", this.home);
		Files.delete(this.jars.resolve("char-rnn-spark.jar"));
		assertRefused("missing-jar", "lacks char-rnn-spark.jar", this.home);
	}

	private void assertRefused(String reason, String words, Path folder) {
		assertThatExceptionOfType(ClusterException.class).isThrownBy(() -> SparkHome.of(folder, this.jars))
			.withMessageContaining(words)
			.satisfies((ex) -> assertThat(ex.properties()).containsEntry("reason", reason));
	}

	@Test
	void keepsSecretsOutOfCommandLinesAndFilesOfOthers() throws IOException {
		SparkSettings settings = settings(Map.of("spark.authenticate.secret", "hush"));
		SparkHome spark = SparkHome.of(this.home, this.jars);
		DriverFolder folder = DriverFolder.create();
		try {
			SparkConf.write(SparkConf.of(settings, spark.executorJars(), 2, "job"), folder.conf());
			assertThat(spark.command(folder.conf(), settings, Map.of()))
				.contains(folder.conf().toString(), "org.apache.spark.deploy.SparkSubmit")
				.noneMatch((word) -> word.contains("hush"));
			assertThat(Files.getPosixFilePermissions(folder.path())).containsExactlyInAnyOrder(
					PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);
			Properties written = new Properties();
			try (Reader reader = Files.newBufferedReader(folder.conf())) {
				written.load(reader);
			}
			assertThat(written).containsEntry("spark.authenticate.secret", "hush")
				.containsEntry("spark.task.cpus", "2");
		}
		finally {
			folder.delete();
		}
		assertThat(folder.path()).doesNotExist();
	}

	@Test
	void keepsTheServicesOwnSecretsToIt() {
		Map<String, String> environment = new HashMap<>(
				Map.of("PATH", "/bin", "SPRING_DATASOURCE_PASSWORD", "hush", "SPARK_CONF_DIR", "/etc/spark"));
		SparkHome.of(this.home, this.jars).limit(environment, "spark://host:7077");
		assertThat(environment).containsOnlyKeys("PATH", "SPARK_CONF_DIR", "SPARK_HOME", "SPARK_SCALA_VERSION");
	}

	/** Without yarn-site.xml, a driver looks for YARN on its own machine. */
	@Test
	void hasTheSettingsOfHadoopOnTheClassPath() {
		List<String> command = SparkHome.of(this.home, this.jars)
			.command(Path.of("conf"), settings(Map.of()),
					Map.of("SPARK_CONF_DIR", "/etc/spark", "HADOOP_CONF_DIR", "/etc/hadoop", "YARN_CONF_DIR", ""));
		assertThat(command.get(command.indexOf("-cp") + 1).split(File.pathSeparator)).containsExactly("/etc/spark",
				this.home.resolve("jars") + File.separator + "*", "/etc/hadoop");
	}

	/**
	 * Spark would listen on all addresses, and asks nobody who they are unless told to.
	 */
	@Test
	void listensOnLoopbackWhereAllIsOnThisMachine() {
		Map<String, String> environment = new HashMap<>();
		SparkHome.of(this.home, this.jars).limit(environment, "local-cluster[2,1,1024]");
		assertThat(environment).containsEntry("SPARK_LOCAL_IP", "127.0.0.1");
		environment.put("SPARK_LOCAL_IP", "10.0.0.1");
		SparkHome.of(this.home, this.jars).limit(environment, "local[2]");
		assertThat(environment).containsEntry("SPARK_LOCAL_IP", "10.0.0.1");
	}

	@Test
	void operatorsCannotChangeWhatResultsDependOn() {
		assertThatIllegalArgumentException().isThrownBy(() -> settings(Map.of("spark.speculation", "true")))
			.withMessageContaining("spark.speculation");
		assertThatIllegalArgumentException().isThrownBy(() -> settings(Map.of("speculation", "true")))
			.withMessageContaining("'spark.'");
		assertThat(SparkConf.of(settings(Map.of("spark.task.maxFailures", "2")),
				SparkHome.of(this.home, this.jars).executorJars(), 1, "job"))
			.containsEntry("spark.task.maxFailures", "2")
			.containsEntry("spark.dynamicAllocation.enabled", "false")
			.containsKeys(SparkConf.FORCED.toArray(String[]::new));
	}

	@ParameterizedTest
	@ValueSource(strings = { "local", "local[*]", "local[2,3]", "local-cluster[2,1,1024]", "spark://host:7077",
			"spark://one:7077,other:7077", "k8s://https://host", "yarn" })
	void takesTheMastersOfSpark(String master) {
		assertThat(settings(master, Map.of()).master()).isEqualTo(master);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "host:7077", "spark:host:7077", "spark://host", "mesos://host:5050", "YARN" })
	void takesNoOtherMaster(String master) {
		assertThatIllegalArgumentException().isThrownBy(() -> settings(master, Map.of()))
			.withMessageContaining("charrnn.training.spark.master is '" + master + "', but must be spark://HOST:PORT");
	}

	private SparkSettings settings(Map<String, String> conf) {
		return settings("local", conf);
	}

	private SparkSettings settings(String master, Map<String, String> conf) {
		return new SparkSettings(this.home, this.jars, master, DataSize.ofGigabytes(1), DataSize.ofGigabytes(1),
				Duration.ofSeconds(60), Duration.ofSeconds(60), 3, conf);
	}

}
