package io.charrnn.inference.compression;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.charrnn.problem.UnprocessableException;

/**
 * A compressed text with what is needed to read it: the letters {@code CRT1}, or
 * {@code CRL1} if it was learned on the way, the fingerprint of the model with its length
 * in a byte before it, the number of characters and the CRC-32 of the text's UTF-8 bytes
 * in 4 bytes each, the highest first, then the characters.
 *
 * @param fingerprint of the model and the program that compressed it
 * @param learned whether the text was learned while it was compressed
 * @param characters how many the text has
 * @param checksum CRC-32 of the text's UTF-8 bytes
 * @param coded the characters, arithmetically coded
 */
record CompressedText(String fingerprint, boolean learned, int characters, int checksum, byte[] coded) {

	private static final byte[] MAGIC = "CRT1".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] MAGIC_OF_LEARNED = "CRL1".getBytes(StandardCharsets.US_ASCII);

	byte[] toBytes() {
		byte[] name = this.fingerprint.getBytes(StandardCharsets.UTF_8);
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		bytes.writeBytes(this.learned ? MAGIC_OF_LEARNED : MAGIC);
		bytes.write(name.length);
		bytes.writeBytes(name);
		bytes.writeBytes(ByteBuffer.allocate(8).putInt(this.characters).putInt(this.checksum).array());
		bytes.writeBytes(this.coded);
		return bytes.toByteArray();
	}

	/**
	 * Reads what {@link #toBytes} wrote.
	 * @throws UnprocessableException if the bytes are something else
	 */
	static CompressedText of(byte[] bytes) {
		ByteBuffer in = ByteBuffer.wrap(bytes);
		try {
			byte[] magic = new byte[MAGIC.length];
			in.get(magic);
			byte[] name = new byte[in.get() & 0xFF];
			in.get(name);
			int characters = in.getInt();
			int checksum = in.getInt();
			byte[] coded = new byte[in.remaining()];
			in.get(coded);
			boolean learned = Arrays.equals(magic, MAGIC_OF_LEARNED);
			if ((learned || Arrays.equals(magic, MAGIC)) && characters >= 0) {
				return new CompressedText(new String(name, StandardCharsets.UTF_8), learned, characters, checksum,
						coded);
			}
		}
		catch (BufferUnderflowException ex) {
			throw notCompressed();
		}
		throw notCompressed();
	}

	private static UnprocessableException notCompressed() {
		return new UnprocessableException("not-a-compressed-text",
				"The body is not a text compressed by this program.");
	}

}
