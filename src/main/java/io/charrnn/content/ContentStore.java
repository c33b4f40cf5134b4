package io.charrnn.content;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

import io.charrnn.problem.NotFoundException;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.unit.DataSize;

/**
 * Immutable bytes by their SHA-256. Equal bytes are stored once, however many rows
 * elsewhere own them, and are deleted when the last owner releases them.
 */
@Component
public class ContentStore {

	/** Bytes of a chunk, except of the last. */
	static final int CHUNK_SIZE = 1 << 20;

	/** Chunks that a transaction writes or removes: it takes some 10 ms. */
	static final int CHUNKS_AT_ONCE = 2;

	/** After which a writer that has not gone on is taken for dead. */
	static final Duration GRACE = Duration.ofMinutes(10);

	private static final String DIGEST = "SHA-256";

	private final JdbcClient jdbc;

	private final TransactionTemplate transaction;

	private final Clock clock;

	private final DiskRoom room;

	ContentStore(JdbcClient jdbc, JdbcOperations operations, TransactionTemplate transaction, Clock clock,
			@Value("${charrnn.content.keep-free}") DataSize keptFree) {
		this.jdbc = jdbc;
		this.transaction = transaction;
		this.clock = clock;
		this.room = new DiskRoom(operations, keptFree);
	}

	/**
	 * Checks that the disk has room for bytes, in the caller's transaction if there is
	 * one. What is stored here is checked without being asked.
	 * @param bytes to be stored elsewhere in the database
	 * @throws NonTransientDataAccessResourceException if too little room would be left
	 */
	public void checkRoom(long bytes) {
		this.room.check(bytes);
	}

	/**
	 * Stores bytes, of which nobody is the owner yet. That takes several transactions,
	 * all of them short, so that nobody else waits long to write; the caller has none of
	 * its own. Bytes that do not get an owner within {@link #GRACE} go again, and so do
	 * those of a thread that is interrupted meanwhile.
	 * @return the SHA-256, in lower-case hexadecimal digits, for {@link #share}
	 */
	@Transactional(propagation = Propagation.NEVER)
	public String write(byte[] bytes) {
		String sha256 = HexFormat.of().formatHex(digest().digest(bytes));
		write(sha256, bytes.length, new ByteArrayInputStream(bytes));
		return sha256;
	}

	/**
	 * Stores the bytes of a file like {@link #write(byte[])}, holding
	 * {@value #CHUNKS_AT_ONCE} chunks in memory.
	 * @param file what to store; complete
	 * @return the SHA-256, in lower-case hexadecimal digits, for {@link #share}
	 */
	@Transactional(propagation = Propagation.NEVER)
	public String write(SpoolFile file) {
		try {
			String sha256 = file.sha256();
			write(sha256, file.size(), file.read());
			return sha256;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Adds one more owner of stored bytes, in the caller's transaction.
	 * @throws NotFoundException if there are none
	 */
	@Transactional
	public void share(String sha256) {
		Integer owners = this.jdbc
			.sql("UPDATE content SET owners = owners + 1, written_at = 0 WHERE sha256 = ? RETURNING owners")
			.param(sha256)
			.query(Integer.class)
			.optional()
			.orElseThrow(() -> notFound(sha256));
		if (owners == 1 && !isComplete(sha256)) {
			throw new TransientDataAccessResourceException(
					"content " + sha256 + " was removed because its writer did not continue for " + GRACE);
		}
	}

	/**
	 * Drops one owner, in the caller's transaction if there is one. Bytes without an
	 * owner are gone for everybody at once; those of a large content are removed later.
	 * @param sha256 what got one more owner
	 */
	@Transactional
	public void release(String sha256) {
		boolean ownerless = this.jdbc.sql("""
				UPDATE content SET owners = owners - 1 WHERE sha256 = ? AND owners > 0
				RETURNING owners = 0 AND written_at = 0""")
			.param(sha256)
			.query(Boolean.class)
			.optional()
			.orElseThrow(() -> new IllegalStateException("content " + sha256 + " has no owner to release it"));
		if (ownerless) {
			removeSome(sha256);
		}
	}

	/** Contents that were released, or whose writers have not gone on for too long. */
	List<String> ownerless() {
		return this.jdbc
			.sql("SELECT sha256 FROM content WHERE owners = 0 AND written_at <= ? ORDER BY written_at LIMIT 100")
			.param(givenUp())
			.query(String.class)
			.list();
	}

	/** Removes what nobody owns and nobody writes, part by part. */
	void sweep(String sha256) {
		while (briefly(() -> isGivenUp(sha256) && removeSome(sha256))) {
			Thread.onSpinWait();
		}
	}

	/** Locks the content's row. */
	private boolean isGivenUp(String sha256) {
		return this.jdbc.sql("UPDATE content SET written_at = 0 WHERE sha256 = ? AND owners = 0 AND written_at <= ?")
			.params(sha256, givenUp())
			.update() == 1;
	}

	private long givenUp() {
		return this.clock.millis() - GRACE.toMillis();
	}

	/**
	 * Removes a part of a content whose row is locked.
	 * @return whether there may be more of it
	 */
	private boolean removeSome(String sha256) {
		int removed = this.jdbc.sql("""
				DELETE FROM content_chunk WHERE sha256 = :sha256 AND number IN (
					SELECT number FROM content_chunk WHERE sha256 = :sha256 ORDER BY number LIMIT :most)""")
			.param("sha256", sha256)
			.param("most", CHUNKS_AT_ONCE)
			.update();
		if (removed == CHUNKS_AT_ONCE) {
			return true;
		}
		this.jdbc.sql("DELETE FROM content WHERE sha256 = ?").param(sha256).update();
		return false;
	}

	/**
	 * Reads bytes chunk by chunk, without a transaction: if the last owner releases them
	 * meanwhile, reading on throws an {@link IOException}.
	 * @return the bytes; no need to close it
	 * @throws NotFoundException if there are none
	 */
	public InputStream open(String sha256) {
		return new ChunkedInputStream((number) -> chunk(sha256, number), size(sha256));
	}

	/**
	 * Reads all bytes at once.
	 * @return the bytes
	 * @throws NotFoundException if there are none
	 */
	public byte[] bytes(String sha256) {
		try (InputStream in = open(sha256)) {
			return in.readAllBytes();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * There must be room whether the bytes are there or not: nobody learns what others
	 * have.
	 */
	private void write(String sha256, long bytes, InputStream in) {
		this.room.check(bytes);
		boolean owned = briefly(() -> touch(sha256, bytes));
		try {
			for (int first = 0; !owned && (long) first * CHUNK_SIZE < bytes; first += CHUNKS_AT_ONCE) {
				if (Thread.currentThread().isInterrupted()) {
					throw new CancellationException("interrupted while content was stored");
				}
				List<byte[]> chunks = chunks(in);
				int number = first;
				owned = briefly(() -> write(sha256, bytes, number, chunks));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static List<byte[]> chunks(InputStream in) throws IOException {
		List<byte[]> chunks = new ArrayList<>();
		while (chunks.size() < CHUNKS_AT_ONCE) {
			chunks.add(in.readNBytes(CHUNK_SIZE));
		}
		return chunks;
	}

	/**
	 * Writes some chunks, of which some may be there already: the digest is the same, and
	 * so are the bytes.
	 * @return whether the bytes have an owner by now
	 */
	private boolean write(String sha256, long bytes, int first, List<byte[]> chunks) {
		if (touch(sha256, bytes)) {
			return true;
		}
		this.room.check(bytes - (long) first * CHUNK_SIZE);
		int number = first;
		for (byte[] chunk : chunks) {
			if (chunk.length > 0) {
				this.jdbc
					.sql("INSERT INTO content_chunk (sha256, number, data) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
					.params(sha256, number++, chunk)
					.update();
			}
		}
		return false;
	}

	/**
	 * Keeps a content from being removed for a while; makes its row if there is none.
	 * @return whether it has an owner
	 */
	private boolean touch(String sha256, long bytes) {
		return this.jdbc.sql("""
				INSERT INTO content (sha256, bytes, owners, written_at) VALUES (?, ?, 0, ?)
				ON CONFLICT (sha256) DO UPDATE SET written_at = excluded.written_at RETURNING owners > 0""")
			.params(sha256, bytes, this.clock.millis())
			.query(Boolean.class)
			.single();
	}

	/**
	 * Works in a transaction of its own; others who wait to write come before the next.
	 */
	private boolean briefly(BooleanSupplier work) {
		return Boolean.TRUE.equals(this.transaction.execute((status) -> work.getAsBoolean()));
	}

	private boolean isComplete(String sha256) {
		return this.jdbc.sql("""
				SELECT (bytes + :chunk - 1) / :chunk = (SELECT count(*) FROM content_chunk WHERE sha256 = :sha256)
				FROM content WHERE sha256 = :sha256""")
			.param("chunk", CHUNK_SIZE)
			.param("sha256", sha256)
			.query(Boolean.class)
			.single();
	}

	/**
	 * The length of stored bytes.
	 * @throws NotFoundException if there are none
	 */
	public long size(String sha256) {
		return this.jdbc.sql("SELECT bytes FROM content WHERE sha256 = ? AND owners > 0")
			.param(sha256)
			.query(Long.class)
			.optional()
			.orElseThrow(() -> notFound(sha256));
	}

	/**
	 * The lengths of stored bytes.
	 * @return by the digest; of what is not stored, nothing
	 */
	public Map<String, Long> sizes(Collection<String> sha256s) {
		Map<String, Long> sizes = new HashMap<>();
		if (!sha256s.isEmpty()) {
			this.jdbc.sql("SELECT sha256, bytes FROM content WHERE sha256 IN (:sha256s) AND owners > 0")
				.param("sha256s", Set.copyOf(sha256s))
				.query((row) -> {
					sizes.put(row.getString(1), row.getLong(2));
				});
		}
		return sizes;
	}

	private static NotFoundException notFound(String sha256) {
		return new NotFoundException("content-not-found", "There is no content " + sha256);
	}

	/**
	 * Reads some bytes, and no others with them.
	 * @param from bytes before them
	 * @param length how many; there are as many
	 * @throws IOException if the last owner has released them
	 */
	public byte[] bytes(String sha256, long from, int length) throws IOException {
		ByteBuffer bytes = ByteBuffer.allocate(length);
		while (bytes.hasRemaining()) {
			long position = from + bytes.position();
			int start = (int) (position % CHUNK_SIZE);
			bytes.put(part(sha256, (int) (position / CHUNK_SIZE), start,
					Math.min(bytes.remaining(), CHUNK_SIZE - start)));
		}
		return bytes.array();
	}

	private byte[] part(String sha256, int number, int start, int length) throws IOException {
		return this.jdbc.sql("SELECT substr(data, ?, ?) FROM content_chunk WHERE sha256 = ? AND number = ?")
			.params(start + 1, length, sha256, number)
			.query((row, index) -> row.getBytes(1))
			.optional()
			.filter((part) -> part.length == length)
			.orElseThrow(() -> deleted(sha256));
	}

	private byte[] chunk(String sha256, int number) throws IOException {
		return this.jdbc.sql("SELECT data FROM content_chunk WHERE sha256 = ? AND number = ?")
			.param(sha256)
			.param(number)
			.query((row, index) -> row.getBytes(1))
			.optional()
			.orElseThrow(() -> deleted(sha256));
	}

	private static IOException deleted(String sha256) {
		return new IOException("content " + sha256 + " was deleted while it was read");
	}

	static MessageDigest digest() {
		try {
			return MessageDigest.getInstance(DIGEST);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("every Java platform has " + DIGEST, ex);
		}
	}

}
