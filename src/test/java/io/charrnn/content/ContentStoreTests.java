package io.charrnn.content;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SeekableByteChannel;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import io.charrnn.problem.NotFoundException;
import io.charrnn.testing.DatabaseTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@DatabaseTest
@Import(ContentStore.class)
class ContentStoreTests {

	@Autowired
	private ContentStore contents;

	@Autowired
	private JdbcClient jdbc;

	@Autowired
	private PlatformTransactionManager transactions;

	@TempDir
	private Path directory;

	@BeforeEach
	void empty() {
		this.jdbc.sql("DELETE FROM content").update();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, ContentStore.CHUNK_SIZE - 1, ContentStore.CHUNK_SIZE, ContentStore.CHUNK_SIZE + 1,
			3 * ContentStore.CHUNK_SIZE })
	void givesBackTheBytes(int size) throws Exception {
		byte[] bytes = random(size);
		String sha256 = this.contents.put(bytes);
		assertThat(sha256).isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
		assertThat(this.contents.bytes(sha256)).isEqualTo(bytes);
		assertThat(chunks()).isEqualTo((size + ContentStore.CHUNK_SIZE - 1) / ContentStore.CHUNK_SIZE);
	}

	@Test
	void storesFileLikeBytes() throws IOException {
		byte[] bytes = random(2_500_000);
		Path file = Files.write(this.directory.resolve("file"), bytes);
		try (SeekableByteChannel open = Files.newByteChannel(file)) {
			assertThat(this.contents.put(open)).isEqualTo(this.contents.put(bytes));
			assertThat(this.contents.bytes(this.contents.put(open))).isEqualTo(bytes);
		}
	}

	@ParameterizedTest
	@ValueSource(
			longs = { 0, 1, ContentStore.CHUNK_SIZE, ContentStore.CHUNK_SIZE + 7, 1_999_999, 2_000_000, 3_000_000 })
	void readsFromPosition(long from) throws IOException {
		byte[] bytes = random(2_000_000);
		String sha256 = this.contents.put(bytes);
		try (InputStream in = this.contents.open(sha256, from); InputStream skipping = this.contents.open(sha256)) {
			byte[] rest = in.readAllBytes();
			assertThat(rest.length).isEqualTo((int) Math.max(0, bytes.length - from));
			assertThat(skipping.skip(from)).isEqualTo(Math.min(from, bytes.length));
			assertThat(skipping.readAllBytes()).isEqualTo(rest);
		}
	}

	@Test
	void storesEqualBytesOnceUntilTheLastOwnerReleasesThem() {
		byte[] bytes = random(2_000_000);
		String sha256 = this.contents.put(bytes);
		assertThat(this.contents.put(bytes)).isEqualTo(sha256);
		assertThat(chunks()).isEqualTo(2);
		this.contents.release(sha256);
		assertThat(this.contents.bytes(sha256)).isEqualTo(bytes);
		this.contents.release(sha256);
		assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> this.contents.open(sha256));
		assertThat(chunks()).isZero();
	}

	@Test
	void keepsSharedBytesUntilEachOwnerReleasesThem() {
		String sha256 = this.contents.put(random(10));
		this.contents.share(sha256);
		this.contents.release(sha256);
		assertThat(this.contents.size(sha256)).isEqualTo(10);
		this.contents.release(sha256);
		assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> this.contents.share(sha256));
	}

	@Test
	void refusesReleaseWithoutOwner() {
		assertThatIllegalStateException().isThrownBy(() -> this.contents.release("0".repeat(64)));
	}

	@Test
	void keepsNothingOfTransactionThatRollsBack() {
		byte[] bytes = random(2_000_000);
		String kept = this.contents.put(random(10));
		String sha256 = new TransactionTemplate(this.transactions).execute((status) -> {
			this.contents.release(kept);
			status.setRollbackOnly();
			return this.contents.put(bytes);
		});
		assertThatExceptionOfType(NotFoundException.class)
			.isThrownBy(() -> this.contents.bytes(String.valueOf(sha256)));
		assertThat(this.contents.bytes(kept)).hasSize(10);
		assertThat(chunks()).isEqualTo(1);
	}

	@Test
	void keepsNothingIfFileCannotBeRead() throws IOException {
		SeekableByteChannel closed = Files.newByteChannel(Files.write(this.directory.resolve("file"), random(10)));
		closed.close();
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> this.contents.put(closed));
		assertThat(chunks()).isZero();
	}

	@Test
	void tellsReaderThatContentWasDeletedMeanwhile() throws IOException {
		String sha256 = this.contents.put(random(2 * ContentStore.CHUNK_SIZE));
		try (InputStream in = this.contents.open(sha256)) {
			assertThat(in.readNBytes(ContentStore.CHUNK_SIZE)).hasSize(ContentStore.CHUNK_SIZE);
			this.contents.release(sha256);
			assertThatIOException().isThrownBy(in::read).withMessageContaining("deleted while it was read");
		}
	}

	@Test
	void countsOwnersThatComeAtOnce() throws Exception {
		byte[] bytes = random(1000);
		ExecutorService threads = Executors.newFixedThreadPool(8);
		try {
			Callable<String> put = () -> this.contents.put(bytes);
			for (var future : threads.invokeAll(Stream.generate(() -> put).limit(40).toList())) {
				assertThat(future.get()).hasSize(64);
			}
		}
		finally {
			threads.shutdown();
		}
		assertThat(this.jdbc.sql("SELECT owners FROM content").query(Integer.class).single()).isEqualTo(40);
	}

	@Tag("sqlite")
	@ParameterizedTest
	@ValueSource(strings = { "journal_mode=wal", "synchronous=2", "foreign_keys=1", "busy_timeout=5000" })
	void databaseKeepsWhatItAcknowledges(String setting) {
		String[] pragma = setting.split("=");
		assertThat(this.jdbc.sql("PRAGMA " + pragma[0]).query(String.class).single()).isEqualTo(pragma[1]);
	}

	private int chunks() {
		return this.jdbc.sql("SELECT count(*) FROM content_chunk").query(Integer.class).single();
	}

	private static byte[] random(int size) {
		byte[] bytes = new byte[size];
		new Random(size).nextBytes(bytes);
		return bytes;
	}

}
