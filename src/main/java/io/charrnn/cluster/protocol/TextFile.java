package io.charrnn.cluster.protocol;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import io.charrnn.model.EncodedText;
import io.charrnn.model.Streams;

/** The training part of a text as a file, which Spark copies to each executor. */
public final class TextFile {

	/** Bytes that are read or sent at once. */
	private static final int PIECE = 1 << 20;

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

	/** Reads the text that all parts make. */
	public static Streams streams(Path file, RunDescription run) throws IOException {
		char[] indices = new char[run.characters()];
		int perCharacter = run.bytesPerCharacter();
		ByteBuffer piece = ByteBuffer.allocate(PIECE);
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
			for (int position = 0; position < indices.length;) {
				piece.clear().limit((int) Math.min(PIECE, (long) (indices.length - position) * perCharacter));
				while (piece.hasRemaining()) {
					if (channel.read(piece) < 0) {
						throw new EOFException("the text ends before its " + indices.length + " characters");
					}
				}
				for (piece.flip(); piece.hasRemaining(); position++) {
					indices[position] = (perCharacter == 1) ? (char) (piece.get() & 0xff) : piece.getChar();
				}
			}
		}
		return Streams.of(new EncodedText(indices), run.alphabet(), run.hyperparameters().optimization().batchSize(),
				run.hyperparameters().optimization().sequenceLength(), run.hyperparameters().optimization().seed());
	}

}
