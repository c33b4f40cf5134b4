package io.charrnn.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import io.charrnn.cluster.SparkCluster.StartedDriver;
import io.charrnn.cluster.protocol.Message;
import io.charrnn.cluster.protocol.Messages;
import io.charrnn.model.TrainingState;

import static org.assertj.core.api.Assertions.assertThat;

/** What {@link SparkIT} trains, on another release of Java. */
final class OtherJvm {

	private OtherJvm() {
	}

	/** Prints the hash of all that the rounds come to in this process. */
	public static void main(String[] arguments) throws IOException, NoSuchAlgorithmException {
		System.out.println(sha256(SparkIT.learnedInThisProcess()));
	}

	/** Of weights, averages, moments, velocity and hidden states. */
	static String sha256(TrainingState state) throws IOException, NoSuchAlgorithmException {
		MessageDigest digest = MessageDigest.getInstance("SHA-256");
		new Messages(InputStream.nullInputStream(), new DigestOutputStream(OutputStream.nullOutputStream(), digest))
			.send(new Message.State(state));
		return HexFormat.of().formatHex(digest.digest());
	}

	/** The same of a process. */
	static String sha256(Path java) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(java.toString(), "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
				"--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
				OtherJvm.class.getName())
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).isZero();
		return printed.strip();
	}

	/** A driver whose executors run on its Java, too. */
	static StartedDriver driver(Path java, DriverFolder folder, SparkSettings settings) {
		try {
			SparkHome spark = SparkHome.of(SparkIT.HOME, SparkIT.JARS);
			SparkConf.write(SparkConf.of(settings, spark.executorJars(), 1, "it"), folder.conf());
			List<String> command = spark.command(folder.conf(), settings, Map.of());
			command.set(0, java.toString());
			ProcessBuilder builder = new ProcessBuilder(command);
			spark.limit(builder.environment(), settings.master());
			builder.environment().remove("JAVA_HOME");
			return new StartedDriver(new DriverProcess(builder.start()), folder);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
