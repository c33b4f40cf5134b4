package io.charrnn.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The packaged jar as it unpacks itself, with its natives unpacked and an archive of the
 * classes that a start loads (JEP 350), and run by the JVM's quick compiler, so that the
 * service is ready sooner. Made once for all tests and all JVMs that run them, most of
 * which are not about the start or about speed.
 */
final class UnpackedJar {

	/** An option of a test that says otherwise comes later and counts. */
	private static final List<String> QUICK = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

	private final Path folder;

	private final Path jar;

	private UnpackedJar(Path packaged) throws IOException, InterruptedException {
		this.folder = packaged.resolveSibling("unpacked");
		this.jar = this.folder.resolve(packaged.getFileName());
		Files.createDirectories(this.folder);
		try (FileChannel file = FileChannel.open(this.folder.resolve("lock"), StandardOpenOption.CREATE,
				StandardOpenOption.WRITE); FileLock lock = file.lock()) {
			assertThat(lock.isValid()).isTrue();
			make(packaged);
		}
	}

	/** Unless another JVM, or an earlier build of the same, has done so. */
	private void make(Path packaged) throws IOException, InterruptedException {
		Path made = this.folder.resolve("made-of");
		String contents = contents(packaged);
		if (!Files.exists(made) || !Files.readString(made).equals(contents)) {
			Files.deleteIfExists(made);
			unpack(packaged);
			recordClasses();
			Files.writeString(made, contents);
		}
	}

	/**
	 * The JVM, and the checksum of all that is in the jar, whose time is always the same.
	 */
	private static String contents(Path packaged) throws IOException {
		try (ZipFile zip = new ZipFile(packaged.toFile())) {
			return zip.stream()
				.map((entry) -> "%s %08x".formatted(entry.getName(), entry.getCrc()))
				.collect(Collectors.joining("\n", Runtime.version() + "\n", "\n"));
		}
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
		return Stream.of(own, QUICK.stream(), options, Stream.of("-jar", this.jar.toString()))
			.flatMap(Function.identity())
			.toList();
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
