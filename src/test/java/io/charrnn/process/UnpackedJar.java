package io.charrnn.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The packaged jar as it unpacks itself, with its natives unpacked and an archive of the
 * classes that a start loads (JEP 350), so that the service is ready sooner. Made once
 * for all tests, most of which are not about the start.
 */
final class UnpackedJar {

	private final Path folder;

	private final Path jar;

	private UnpackedJar(Path packaged) throws IOException, InterruptedException {
		this.folder = packaged.resolveSibling("unpacked");
		this.jar = this.folder.resolve(packaged.getFileName());
		unpack(packaged);
		recordClasses();
	}

	/** What was unpacked, as soon as somebody asks. */
	static UnpackedJar get() {
		return Holder.JAR;
	}

	/** The command that starts the service. */
	List<String> command(String... options) {
		return command(Stream.concat(Stream.of("-XX:SharedArchiveFile=" + classes()), Stream.of(options)));
	}

	private List<String> command(Stream<String> options) {
		Stream<String> own = Stream.of(ServiceProcess.java(),
				"-Dorg.bytedeco.javacpp.cachedir=" + this.folder.resolve("natives"));
		return Stream.of(own, options, Stream.of("-jar", this.jar.toString())).flatMap(Function.identity()).toList();
	}

	private void unpack(Path packaged) throws IOException, InterruptedException {
		Process unpacking = new ProcessBuilder(ServiceProcess.java(), "-Djarmode=tools", "-jar", packaged.toString(),
				"extract", "--force", "--destination", this.folder.toString())
			.redirectErrorStream(true)
			.start();
		String output = new String(unpacking.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(unpacking.waitFor()).as(output).isZero();
	}

	/** A whole life of the service: it becomes ready, unpacks natives and ends. */
	private void recordClasses() throws IOException, InterruptedException {
		Files.deleteIfExists(classes());
		Path data = Files.createTempDirectory(this.folder, "recorded");
		ServiceProcess.run(data, command(Stream.of("-XX:ArchiveClassesAtExit=" + classes()))).close();
		assertThat(classes()).exists();
	}

	private Path classes() {
		return this.folder.resolve("classes.jsa");
	}

	private static final class Holder {

		private static final UnpackedJar JAR = make();

		private static UnpackedJar make() {
			try {
				return new UnpackedJar(ServiceProcess.packagedJar());
			}
			catch (IOException | InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
