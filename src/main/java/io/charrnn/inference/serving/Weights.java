package io.charrnn.inference.serving;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import io.charrnn.model.Alphabet;
import io.charrnn.model.LanguageModel;
import io.charrnn.model.kernel.Stepper;

/**
 * The contents of an archive, ready for stepping.
 *
 * @param alphabet the characters it knows
 * @param stepper its weights
 * @param fingerprint 16 hexadecimal digits
 */
record Weights(Alphabet alphabet, Stepper stepper, String fingerprint) {

	private static final int FINGERPRINT_DIGITS = 16;

	private static final int BLOCK = 1 << 14;

	static Weights of(LanguageModel model, String programVersion) {
		return new Weights(model.alphabet(), new Stepper(model), fingerprint(model, programVersion));
	}

	/** Bytes that the weights take, plain and packed. */
	long size() {
		return 2L * Float.BYTES * this.stepper.architecture().parameterCount();
	}

	private static String fingerprint(LanguageModel model, String programVersion) {
		MessageDigest digest = sha256();
		digest.update((programVersion + '\n' + Stepper.arithmetic() + '\n' + model.architecture() + '\n'
				+ model.alphabet() + '\n')
			.getBytes(StandardCharsets.UTF_8));
		ByteBuffer block = ByteBuffer.allocate(Float.BYTES * BLOCK);
		for (float parameter : model.parameters()) {
			block.putFloat(parameter);
			if (!block.hasRemaining()) {
				digest.update(block.flip());
				block.clear();
			}
		}
		digest.update(block.flip());
		return HexFormat.of().formatHex(digest.digest()).substring(0, FINGERPRINT_DIGITS);
	}

	private static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("every Java platform has SHA-256", ex);
		}
	}

}
