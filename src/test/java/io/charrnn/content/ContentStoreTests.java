package io.charrnn.content;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import com.sun.management.ThreadMXBean;
import io.charrnn.problem.NotFoundException;
import io.charrnn.testing.DatabaseTest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.ConfigurableTransactionManager;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@DatabaseTest
@Import({ ContentStore.class, ContentStoreTests.Time.class })
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
		String sha256 = put(bytes);
		assertThat(sha256).isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
		assertThat(this.contents.bytes(sha256)).isEqualTo(bytes);
		assertThat(chunks()).isEqualTo((size + ContentStore.CHUNK_SIZE - 1) / ContentStore.CHUNK_SIZE);
	}

	@Test
	void storesFileLikeBytes() throws IOException {
		byte[] bytes = random(2_500_000);
		try (SpoolFile file = new SpoolFile(this.directory)) {
			file.write(ByteBuffer.wrap(bytes, 0, 1_000_000));
			file.write(ByteBuffer.wrap(bytes, 1_000_000, 1_500_000));
			String sha256 = this.contents.write(file);
			this.contents.share(sha256);
			assertThat(this.contents.bytes(sha256)).isEqualTo(bytes);
			assertThat(put(bytes)).isEqualTo(sha256).isEqualTo(this.contents.write(file));
		}
	}

	@ParameterizedTest
	@ValueSource(
			longs = { 0, 1, ContentStore.CHUNK_SIZE, ContentStore.CHUNK_SIZE + 7, 1_999_999, 2_000_000, 3_000_000 })
	void skipsBytes(long count) throws IOException {
		byte[] bytes = random(2_000_000);
		try (InputStream in = this.contents.open(put(bytes))) {
			long skipped = Math.min(count, bytes.length);
			assertThat(in.skip(count)).isEqualTo(skipped);
			assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(bytes, (int) skipped, bytes.length));
		}
	}

	@ParameterizedTest
	@CsvSource({ "0, 0", "0, 1", "7, 10000", "1048575, 1", "1048576, 1", "1048570, 10", "1000000, 1500000",
			"0, 2500000", "2500000, 0" })
	void readsAPart(int from, int length) throws IOException {
		byte[] bytes = random(2_500_000);
		assertThat(this.contents.bytes(put(bytes), from, length))
			.isEqualTo(Arrays.copyOfRange(bytes, from, from + length));
	}

	@Test
	void takesNoMemoryForBytesBesideAPart() throws IOException {
		String sha256 = put(random(2_000_000));
		this.contents.bytes(sha256, 600_000, 100);
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long before = threads.getCurrentThreadAllocatedBytes();
		assertThat(this.contents.bytes(sha256, 1_500_000, 10_000)).hasSize(10_000);
		assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(ContentStore.CHUNK_SIZE / 4);
	}

	@Test
	void tellsWhoReadsAPartThatTheContentWasDeleted() {
		String sha256 = put(random(100));
		this.contents.release(sha256);
		assertThatIOException().isThrownBy(() -> this.contents.bytes(sha256, 10, 10))
			.withMessageContaining("deleted while it was read");
	}

	@Test
	void storesEqualBytesOnceUntilTheLastOwnerReleasesThem() {
		byte[] bytes = random(2_000_000);
		String sha256 = put(bytes);
		assertThat(put(bytes)).isEqualTo(sha256);
		assertThat(chunks()).isEqualTo(2);
		this.contents.release(sha256);
		assertThat(this.contents.bytes(sha256)).isEqualTo(bytes);
		this.contents.release(sha256);
		assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> this.contents.open(sha256));
		assertThat(chunks()).isZero();
	}

	@Test
	void keepsSharedBytesUntilEachOwnerReleasesThem() {
		String sha256 = put(random(10));
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
	void keepsOwnersOfTransactionThatRollsBack() {
		String kept = put(random(10));
		String written = this.contents.write(random(20));
		new TransactionTemplate(this.transactions).executeWithoutResult((status) -> {
			this.contents.release(kept);
			this.contents.share(written);
			status.setRollbackOnly();
		});
		assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> this.contents.bytes(written));
		assertThat(this.contents.bytes(kept)).hasSize(10);
	}

	@Test
	void writesAFewChunksInATransactionAndShowsNothingBeforeThereIsAnOwner() {
		byte[] bytes = random(10 * ContentStore.CHUNK_SIZE);
		String sha256 = sha256(bytes);
		List<Integer> written = new ArrayList<>();
		TransactionExecutionListener watch = new TransactionExecutionListener() {

			@Override
			public void afterCommit(TransactionExecution transaction, @Nullable Throwable failure) {
				written.add(chunks());
				assertThatExceptionOfType(NotFoundException.class)
					.isThrownBy(() -> ContentStoreTests.this.contents.size(sha256));
			}

		};
		((ConfigurableTransactionManager) this.transactions).setTransactionExecutionListeners(List.of(watch));
		try {
			this.contents.write(bytes);
		}
		finally {
			((ConfigurableTransactionManager) this.transactions).setTransactionExecutionListeners(List.of());
		}
		assertThat(written).containsExactly(0, 2, 4, 6, 8, 10);
		this.contents.share(sha256);
		assertThat(this.contents.bytes(sha256)).isEqualTo(bytes);
	}

	@Test
	void writesInNoTransactionOfOthers() {
		TransactionTemplate template = new TransactionTemplate(this.transactions);
		assertThatExceptionOfType(IllegalTransactionStateException.class)
			.isThrownBy(() -> template.executeWithoutResult((status) -> this.contents.write(random(10))));
	}

	@Test
	void removesWhatNobodyOwnsOnceItsWriterHasNotGoneOnForTooLong() {
		this.contents.write(random(6 * ContentStore.CHUNK_SIZE));
		put(random(10));
		sweep();
		assertThat(chunks()).isEqualTo(7);
		pass(ContentStore.GRACE);
		sweep();
		assertThat(chunks()).isEqualTo(1);
	}

	@Test
	void removesTheRestOfALargeContentLater() {
		String sha256 = put(random(9 * ContentStore.CHUNK_SIZE));
		this.contents.release(sha256);
		assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> this.contents.open(sha256));
		assertThat(chunks()).isEqualTo(7);
		sweep();
		assertThat(chunks()).isZero();
		assertThat(this.contents.ownerless()).isEmpty();
	}

	@Test
	void completesWhatIsBeingRemoved() {
		byte[] bytes = random(9 * ContentStore.CHUNK_SIZE);
		String sha256 = put(bytes);
		this.contents.release(sha256);
		this.contents.write(bytes);
		this.contents.sweep(sha256);
		this.contents.share(sha256);
		assertThat(this.contents.bytes(sha256)).isEqualTo(bytes);
	}

	@Test
	void keepsWhatIsAboutToGetAnotherOwner() {
		byte[] bytes = random(2_000_000);
		String sha256 = put(bytes);
		this.contents.write(bytes);
		this.contents.release(sha256);
		this.contents.share(sha256);
		assertThat(this.contents.bytes(sha256)).isEqualTo(bytes);
	}

	@Test
	void givesNobodyHalfAContent() {
		String sha256 = this.contents.write(random(2_000_000));
		this.jdbc.sql("DELETE FROM content_chunk WHERE number = 0").update();
		assertThatExceptionOfType(TransientDataAccessException.class).isThrownBy(() -> this.contents.share(sha256));
		assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> this.contents.open(sha256));
	}

	@Test
	void storesNothingMoreOnceItsThreadIsInterrupted() {
		Thread.currentThread().interrupt();
		try {
			assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> this.contents.write(random(100)));
		}
		finally {
			assertThat(Thread.interrupted()).isTrue();
		}
		assertThat(chunks()).isZero();
	}

	@Test
	void keepsNothingIfFileCannotBeRead() throws IOException {
		SpoolFile closed = new SpoolFile(this.directory);
		closed.write(ByteBuffer.wrap(random(10)));
		closed.close();
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> this.contents.write(closed));
		assertThat(chunks()).isZero();
	}

	@Test
	void tellsReaderThatContentWasDeletedMeanwhile() throws IOException {
		String sha256 = put(random(2 * ContentStore.CHUNK_SIZE));
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
			Callable<String> put = () -> put(bytes);
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

	private String put(byte[] bytes) {
		String sha256 = this.contents.write(bytes);
		this.contents.share(sha256);
		return sha256;
	}

	private void sweep() {
		this.contents.ownerless().forEach(this.contents::sweep);
	}

	private void pass(Duration time) {
		this.jdbc.sql("UPDATE content SET written_at = written_at - ? WHERE written_at > 0")
			.param(time.toMillis())
			.update();
	}

	private static String sha256(byte[] bytes) {
		return HexFormat.of().formatHex(ContentStore.digest().digest(bytes));
	}

	private int chunks() {
		return this.jdbc.sql("SELECT count(*) FROM content_chunk").query(Integer.class).single();
	}

	private static byte[] random(int size) {
		byte[] bytes = new byte[size];
		new Random(size).nextBytes(bytes);
		return bytes;
	}

	@TestConfiguration
	static class Time {

		@Bean
		Clock clock() {
			return Clock.systemUTC();
		}

	}

}
