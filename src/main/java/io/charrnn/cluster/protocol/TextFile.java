package io.charrnn.cluster.protocol;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.IntUnaryOperator;

import io.charrnn.model.EncodedText;
import io.charrnn.model.Streams;

/** The training part of a text as a file, which Spark copies to each executor. */
public final class TextFile {

	/** Bytes that are read or sent at once. */
	private static final int PIECE = 1 << 20;

	/** 2 to this are the bytes of a mapping, which has at most 2^31 - 1. */
	private static final int PART_BITS = 30;

	private TextFile() {
	}

	/** How many bytes a text has. */
	public static long bytes(RunDescription run) {
		return (long) run.characters() * run.bytesPerCharacter();
	}

	/**
	 * The next part of a text.
	 * @param text the training part
	 * @param from the first character
	 * @param bytesPerCharacter 1 or 2
	 */
	public static byte[] part(EncodedText text, int from, int bytesPerCharacter) {
		int count = Math.min(text.length() - from, PIECE / bytesPerCharacter);
		ByteBuffer part = ByteBuffer.allocate(count * bytesPerCharacter);
		for (int position = from; position < from + count; position++) {
			if (bytesPerCharacter == 1) {
				part.put((byte) text.at(position));
			}
			else {
				part.putChar((char) text.at(position));
			}
		}
		return part.array();
	}

	/**
	 * The text that all parts make, which stays in the file: the operating system has as
	 * much of it in memory as there is room for.
	 */
	public static Streams streams(Path file, RunDescription run) throws IOException {
		return streams(file, run, PART_BITS);
	}

	static Streams streams(Path file, RunDescription run, int partBits) throws IOException {
		MappedByteBuffer[] parts = map(file, bytes(run), 1 << partBits);
		int within = (1 << partBits) - 1;
		IntUnaryOperator characters = (run.bytesPerCharacter() == 1)
				? (position) -> parts[position >>> partBits].get(position & within) & 0xff
				: (position) -> parts[position >>> (partBits - 1)].getChar(position << 1 & within);
		return Streams.of(characters, run.characters(), run.alphabet(),
				run.hyperparameters().optimization().batchSize(), run.hyperparameters().optimization().sequenceLength(),
				run.hyperparameters().optimization().seed());
	}

	private static MappedByteBuffer[] map(Path file, long bytes, int part) throws IOException {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
			if (channel.size() != bytes) {
				throw new EOFException("the text has " + channel.size() + " bytes, not " + bytes);
			}
			MappedByteBuffer[] parts = new MappedByteBuffer[(int) ((bytes + part - 1) / part)];
			for (int number = 0; number < parts.length; number++) {
				long from = (long) number * part;
				parts[number] = channel.map(FileChannel.MapMode.READ_ONLY, from, Math.min(part, bytes - from));
			}
			return parts;
		}
	}

}
