package io.charrnn.content;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import io.charrnn.problem.NotFoundException;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.util.unit.DataSize;

/**
 * Immutable bytes by their SHA-256. Equal bytes are stored once, however many rows
 * elsewhere own them, and go when the last owner releases them.
 */
@Component
public class ContentStore {

	/** Bytes of a chunk, except of the last. */
	static final int CHUNK_SIZE = 1 << 20;

	private static final String DIGEST = "SHA-256";

	private final JdbcClient jdbc;

	private final DiskRoom room;

	ContentStore(JdbcClient jdbc, JdbcOperations operations, @Value("${charrnn.content.keep-free}") DataSize keptFree) {
		this.jdbc = jdbc;
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
	 * Stores bytes for one more owner, in the caller's transaction if there is one.
	 * @param bytes what to store
	 * @return the SHA-256, in lower-case hexadecimal digits
	 */
	@Transactional
	public String put(byte[] bytes) {
		String sha256 = HexFormat.of().formatHex(digest().digest(bytes));
		store(sha256, bytes.length, () -> new ByteArrayInputStream(bytes));
		return sha256;
	}

	/**
	 * Stores the bytes of an open file for one more owner, in the caller's transaction if
	 * there is one, holding one chunk in memory.
	 * @param file what to store, from its beginning; must not change meanwhile
	 * @return the SHA-256, in lower-case hexadecimal digits
	 */
	@Transactional
	public String put(SeekableByteChannel file) {
		try {
			MessageDigest digest = digest();
			InputStream in = Channels.newInputStream(file.position(0));
			byte[] chunk = new byte[CHUNK_SIZE];
			for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
				digest.update(chunk, 0, read);
			}
			String sha256 = HexFormat.of().formatHex(digest.digest());
			store(sha256, file.size(), () -> Channels.newInputStream(file.position(0)));
			return sha256;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Adds one more owner of stored bytes, in the caller's transaction if there is one.
	 * @param sha256 of the bytes
	 * @throws NotFoundException if there are none
	 */
	@Transactional
	public void share(String sha256) {
		if (this.jdbc.sql("UPDATE content SET owners = owners + 1 WHERE sha256 = ?").param(sha256).update() == 0) {
			throw new NotFoundException("content-not-found", "There is no content " + sha256);
		}
	}

	/**
	 * Drops one owner, in the caller's transaction if there is one.
	 * @param sha256 what the owner got when it stored the bytes
	 */
	@Transactional
	public void release(String sha256) {
		int owners = this.jdbc
			.sql("UPDATE content SET owners = owners - 1 WHERE sha256 = ? AND owners > 0 RETURNING owners")
			.param(sha256)
			.query(Integer.class)
			.optional()
			.orElseThrow(() -> new IllegalStateException("content " + sha256 + " has no owner to release it"));
		if (owners == 0) {
			this.jdbc.sql("DELETE FROM content WHERE sha256 = ?").param(sha256).update();
		}
	}

	/**
	 * Reads bytes chunk by chunk, without a transaction: if the last owner releases them
	 * meanwhile, reading on throws an {@link IOException}.
	 * @param sha256 of the bytes
	 * @return the bytes; no need to close it
	 * @throws NotFoundException if there are none
	 */
	public InputStream open(String sha256) {
		return new ChunkedInputStream((number) -> chunk(sha256, number), size(sha256), 0);
	}

	/**
	 * Reads bytes from a position on, like {@link #open(String)}.
	 * @param sha256 of the bytes
	 * @param from bytes to leave out at the beginning
	 * @return the rest of the bytes
	 * @throws NotFoundException if there are none
	 */
	public InputStream open(String sha256, long from) {
		return new ChunkedInputStream((number) -> chunk(sha256, number), size(sha256), from);
	}

	/**
	 * Reads all bytes at once.
	 * @param sha256 of the bytes
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

	private void store(String sha256, long bytes, Source source) {
		int owners = this.jdbc.sql("""
				INSERT INTO content (sha256, bytes, owners) VALUES (?, ?, 1)
				ON CONFLICT (sha256) DO UPDATE SET owners = content.owners + 1 RETURNING owners""")
			.param(sha256)
			.param(bytes)
			.query(Integer.class)
			.single();
		if (owners > 1) {
			return;
		}
		this.room.check(bytes);
		try {
			InputStream in = source.open();
			int number = 0;
			for (byte[] chunk = in.readNBytes(CHUNK_SIZE); chunk.length > 0; chunk = in.readNBytes(CHUNK_SIZE)) {
				this.jdbc.sql("INSERT INTO content_chunk (sha256, number, data) VALUES (?, ?, ?)")
					.param(sha256)
					.param(number++)
					.param(chunk)
					.update();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The length of stored bytes.
	 * @param sha256 of the bytes
	 * @throws NotFoundException if there are none
	 */
	public long size(String sha256) {
		return this.jdbc.sql("SELECT bytes FROM content WHERE sha256 = ?")
			.param(sha256)
			.query(Long.class)
			.optional()
			.orElseThrow(() -> new NotFoundException("content-not-found", "There is no content " + sha256));
	}

	private byte[] chunk(String sha256, int number) throws IOException {
		return this.jdbc.sql("SELECT data FROM content_chunk WHERE sha256 = ? AND number = ?")
			.param(sha256)
			.param(number)
			.query((row, index) -> row.getBytes(1))
			.optional()
			.orElseThrow(() -> new IOException("content " + sha256 + " was deleted while it was read"));
	}

	private static MessageDigest digest() {
		try {
			return MessageDigest.getInstance(DIGEST);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("every Java platform has " + DIGEST, ex);
		}
	}

	/** Where the bytes come from; whoever owns it closes it. */
	private interface Source {

		InputStream open() throws IOException;

	}

}
