package io.charrnn.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

import io.charrnn.testing.Requirement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class DataFolderTests {

	@TempDir
	private Path folder;

	private Path data;

	private Path database;

	@BeforeEach
	void requirePermissions() {
		Requirement.of(
				Optional.of(this.folder)
					.filter((path) -> path.getFileSystem().supportedFileAttributeViews().contains("posix")),
				"the file system has no permissions");
		this.data = this.folder.resolve("data");
		this.database = this.data.resolve("char-rnn.db");
	}

	@Test
	void whatIsMadeIsForItsOwnerAlone() throws IOException {
		prepare(this.data);
		assertThat(permissions(this.data)).isEqualTo("rwx------");
		assertThat(permissions(this.data.resolve("spool"))).isEqualTo("rwx------");
		assertThat(permissions(this.database)).isEqualTo("rw-------");
	}

	@Test
	void whatIsThereIsTakenFromOthers() throws IOException {
		Files.createDirectories(this.data.resolve("spool"));
		for (String name : new String[] { "char-rnn.db", "char-rnn.db-wal", "char-rnn.db-shm", "char-rnn.db.lock" }) {
			open(Files.createFile(this.data.resolve(name)), "rw-r--r--");
		}
		open(this.data, "rwxr-xr-x");
		open(this.data.resolve("spool"), "rwxrwxr-x");
		prepare(this.data);
		whatIsMadeIsForItsOwnerAlone();
		for (String name : new String[] { "char-rnn.db-wal", "char-rnn.db-shm", "char-rnn.db.lock" }) {
			assertThat(permissions(this.data.resolve(name))).as(name).isEqualTo("rw-------");
		}
	}

	@Test
	void aFolderOfOthersStaysAsItIs() throws IOException {
		Files.createDirectory(this.data);
		open(this.data, "rwxr-xr-x");
		prepare(this.data);
		assertThat(permissions(this.data)).isEqualTo("rwxr-xr-x");
		assertThat(permissions(this.database)).isEqualTo("rw-------");
	}

	@Test
	void aFolderForAllUsersStaysOneEvenWithADatabase() throws Exception {
		Files.createDirectory(this.data);
		Files.createFile(this.database);
		new ProcessBuilder("chmod", "1777", this.data.toString()).start().waitFor();
		prepare(this.data);
		assertThat(permissions(this.data)).isEqualTo("rwxrwxrwx");
	}

	@Test
	void takesALinkToAFolder() throws IOException {
		Path link = Files.createSymbolicLink(this.folder.resolve("link"), Files.createDirectory(this.data));
		prepare(link);
		assertThat(this.database).exists();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "what?" })
	void refusesWhatIsNoFolder(String name) {
		assertThatExceptionOfType(UnusableFileException.class)
			.isThrownBy(() -> prepare(name.isBlank() ? name : this.folder.resolve(name).toString()))
			.withMessageContaining(DataFolder.PROPERTY);
	}

	@Test
	void namesTheFolderThatCannotBeUsed() throws IOException {
		Files.createFile(this.data);
		assertThatExceptionOfType(UnusableFileException.class).isThrownBy(() -> prepare(this.data))
			.satisfies((ex) -> assertThat(ex.property()).isEqualTo(DataFolder.PROPERTY))
			.satisfies((ex) -> assertThat(ex.path()).isEqualTo(this.data.toString()));
	}

	private static void prepare(Path folder) {
		prepare(folder.toString());
	}

	private static void prepare(String folder) {
		new DataFolder(new MockEnvironment().withProperty(DataFolder.PROPERTY, folder)
			.withProperty(Database.URL, "jdbc:sqlite:" + folder + "/char-rnn.db?foreign_keys=true")
			.withProperty("charrnn.corpus.spool-directory", folder + "/spool")
			.withProperty("charrnn.registry.spool-directory", folder + "/spool"))
			.postProcessBeanFactory(new DefaultListableBeanFactory());
	}

	private static void open(Path path, String permissions) throws IOException {
		Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
	}

	private static String permissions(Path path) throws IOException {
		return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
	}

}
