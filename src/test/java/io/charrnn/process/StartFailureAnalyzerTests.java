package io.charrnn.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Objects;
import java.util.stream.Stream;

import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.web.server.WebServerException;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

class StartFailureAnalyzerTests {

	@TempDir
	private Path folder;

	private Path database;

	@BeforeEach
	void nameDatabase() {
		this.database = this.folder.resolve("char-rnn.db");
	}

	@Test
	void tellsAFileThatIsNoDatabase() throws IOException {
		Files.writeString(this.database, "no database at all ".repeat(100));
		assertTold(read(), this.database, "It is not a SQLite database.");
	}

	@Test
	void tellsADatabaseThatWasCutShort() throws Exception {
		try (Connection connection = connect()) {
			connection.createStatement().execute("CREATE TABLE text (value TEXT)");
			connection.createStatement().execute("INSERT INTO text VALUES (zeroblob(100000))");
		}
		try (FileChannel file = FileChannel.open(this.database, StandardOpenOption.WRITE)) {
			file.truncate(Files.size(this.database) / 2);
		}
		assertTold(read(), this.database, "damaged or truncated");
	}

	@Test
	void tellsAFolderInPlaceOfTheDatabase() throws IOException {
		Files.createDirectory(this.database);
		assertTold(read(), this.database, "It is a folder where there should be a database.");
	}

	@ParameterizedTest
	@CsvSource({ "5, Something else keeps writing", "13, The disk is full: ",
			"10, 'The disk, or its file system, fails'" })
	void tellsWhatElseSqliteSays(int code, String reason) throws IOException {
		Files.createFile(this.database);
		assertTold(new SQLException("sqlite", null, code), this.database, reason);
	}

	@Test
	void tellsADatabaseOfAnotherProgram() {
		assertTold(new FlywayException("Found non-empty schema(s) \"main\" but no schema history table."),
				this.database, "of another program");
	}

	static Stream<Arguments> refusals() {
		return Stream.of(Arguments.of(new AccessDeniedException("/data"), "is not allowed to write to it"),
				Arguments.of(new FileSystemException("/data", null, "No space left on device"), "The disk is full: "),
				Arguments.of(new FileSystemException("/data", null, "Read-only file system"), "is mounted read-only"),
				Arguments.of(new FileSystemException("/data", null, "Something unheard of"),
						"The system says: /data: Something unheard of"));
	}

	@ParameterizedTest
	@MethodSource("refusals")
	void tellsAFolderThatCannotBeWrittenTo(IOException refusal, String reason) {
		assertTold(new UnusableFileException(this.folder, DataFolder.PROPERTY, refusal), this.folder, reason);
	}

	@Test
	void tellsAFileInPlaceOfAFolderAbove() throws IOException {
		Path file = Files.createFile(this.folder.resolve("file"));
		Path data = file.resolve("data");
		IOException refusal = (IOException) catchThrowable(() -> PrivateFiles.createDirectories(data));
		assertTold(new UnusableFileException(data, DataFolder.PROPERTY, refusal), file,
				"It is a file where there should be a folder.");
	}

	@Test
	void tellsALockThatAnotherProcessHolds() {
		FailureAnalysis analysis = analyze(new UnusableFileException(this.database + ".lock", Database.URL, "is locked",
				"Stop the other process."));
		assertThat(analysis.getDescription()).contains(this.database + ".lock", "is locked", DataFolder.PROPERTY);
		assertThat(analysis.getAction()).isEqualTo("Stop the other process.");
	}

	@Test
	void tellsATemporaryFolderThatCannotBeUsed() {
		String temporary = System.getProperty("java.io.tmpdir");
		assertThat(analyze(new UnsatisfiedLinkError(temporary + "/a.so: failed to map segment")).getDescription())
			.contains("noexec", "java.io.tmpdir", temporary);
		assertThat(analyze(
				new WebServerException("Unable to create tempDir. java.io.tmpdir is set to x", new IOException()))
			.getDescription()).contains("java.io.tmpdir", temporary);
	}

	@Test
	void leavesOtherFailuresAlone() {
		StartFailureAnalyzer analyzer = new StartFailureAnalyzer(environment());
		assertThat(analyzer.analyze(new IllegalStateException("x"))).isNull();
		assertThat(analyzer.analyze(new SQLException("x", "42601", 1))).isNull();
		assertThat(analyzer.analyze(new UnsatisfiedLinkError("x"))).isNull();
	}

	private void assertTold(Throwable failure, Path path, String reason) {
		FailureAnalysis analysis = analyze(failure);
		assertThat(analysis.getDescription()).contains(reason, "Path:     " + path, "Owner: ",
				System.getProperty("user.name"), "Property: " + DataFolder.PROPERTY);
		assertThat(analysis.getAction()).isNotBlank();
	}

	private FailureAnalysis analyze(Throwable failure) {
		return Objects.requireNonNull(
				new StartFailureAnalyzer(environment()).analyze(new IllegalStateException("start", failure)));
	}

	private MockEnvironment environment() {
		return new MockEnvironment().withProperty(DataFolder.PROPERTY, this.folder.toString())
			.withProperty(Database.URL, "jdbc:sqlite:" + this.database);
	}

	private Connection connect() throws SQLException {
		return DriverManager.getConnection("jdbc:sqlite:" + this.database);
	}

	private Throwable read() {
		return catchThrowable(() -> {
			try (Connection connection = connect()) {
				connection.createStatement().executeQuery("SELECT * FROM sqlite_master");
			}
		});
	}

}
