package io.charrnn.content;

import java.nio.file.Path;

import io.charrnn.process.DatabaseProblems;
import io.charrnn.process.DiskFullException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

class DiskRoomTests {

	private static final DataSize ENDLESS = DataSize.ofTerabytes(1_000_000);

	private static final long BYTES = 1 << 20;

	@TempDir
	private Path folder;

	private SingleConnectionDataSource database;

	private JdbcTemplate jdbc;

	@BeforeEach
	void open() {
		this.database = new SingleConnectionDataSource(
				"jdbc:sqlite:" + this.folder.resolve("test.db") + "?journal_mode=WAL", true);
		this.jdbc = new JdbcTemplate(this.database);
		this.jdbc.execute("CREATE TABLE content (data BYTEA)");
	}

	@AfterEach
	void close() {
		this.database.destroy();
	}

	@Test
	void takesWhatLeavesEnough() {
		assertThatNoException().isThrownBy(() -> new DiskRoom(this.jdbc, DataSize.ofBytes(0)).check(BYTES));
	}

	@Test
	void refusesWhatWouldLeaveTooLittle() {
		assertThatExceptionOfType(DiskFullException.class)
			.isThrownBy(() -> new DiskRoom(this.jdbc, ENDLESS).check(BYTES))
			.withMessageContaining("charrnn.content.keep-free");
	}

	@Test
	void saysSoToCallers() {
		assertThat(new DatabaseProblems().translate(new DiskFullException(1, ENDLESS))).extracting("type")
			.isEqualTo("storage-full");
	}

	@Test
	void takesWhatFitsIntoThePlaceOfDeletedData() {
		this.jdbc.update("INSERT INTO content VALUES (randomblob(?))", 2 * BYTES);
		this.jdbc.update("DELETE FROM content");
		this.jdbc.execute("PRAGMA wal_checkpoint");
		DiskRoom room = new DiskRoom(this.jdbc, ENDLESS);
		assertThatNoException().isThrownBy(() -> room.check(BYTES));
		assertThatExceptionOfType(DiskFullException.class).isThrownBy(() -> room.check(4 * BYTES));
	}

	@Test
	void countsWhatStandsInTheLogAlone() {
		this.jdbc.execute("PRAGMA wal_autocheckpoint = 0");
		this.jdbc.update("INSERT INTO content VALUES (randomblob(?))", 2 * BYTES);
		this.jdbc.update("DELETE FROM content");
		assertThatExceptionOfType(DiskFullException.class)
			.isThrownBy(() -> new DiskRoom(this.jdbc, ENDLESS).check(BYTES));
	}

	@Test
	void needsNoneForADatabaseInMemory() {
		SingleConnectionDataSource memory = new SingleConnectionDataSource("jdbc:sqlite::memory:", true);
		assertThatNoException().isThrownBy(() -> new DiskRoom(new JdbcTemplate(memory), ENDLESS).check(BYTES));
		memory.destroy();
	}

}
