package io.charrnn.inference.serving;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

import io.charrnn.model.Alphabet;
import io.charrnn.model.Architecture;
import io.charrnn.model.LanguageModel;
import io.charrnn.model.Precision;
import io.charrnn.model.product.NativeLibrary;
import io.charrnn.model.step.Stepper;
import io.charrnn.problem.UnprocessableException;

/**
 * The contents of an archive, ready for stepping.
 *
 * @param fingerprint 16 hexadecimal digits
 */
record Weights(Alphabet alphabet, Stepper stepper, String fingerprint) {

	static final int FINGERPRINT_DIGITS = 16;

	private static final int BLOCK = 1 << 14;

	/**
	 * Prepares a model.
	 * @param precision in which it is stepped
	 * @param programVersion of this program
	 * @throws UnprocessableException if this machine does not have the precision
	 */
	static Weights of(LanguageModel model, Precision precision, String programVersion) {
		Stepper stepper = stepper(model, precision);
		return new Weights(model.alphabet(), stepper, fingerprint(model, stepper.arithmetic(), programVersion));
	}

	private static Stepper stepper(LanguageModel model, Precision precision) {
		if (precision == Precision.FLOAT32) {
			return new Stepper(model);
		}
		NativeLibrary.prepareThread();
		try {
			return new Stepper(model, precision);
		}
		catch (UnsupportedOperationException ex) {
			throw new UnprocessableException("precision-not-supported",
					"precision must be float32, because this machine's processor does not support products in %s."
						.formatted(precision.name().toLowerCase(Locale.ROOT)))
				.with("field", "precision");
		}
	}

	/** Bytes that the weights take, plain and packed. */
	long size() {
		return size(this.stepper.architecture());
	}

	/** Bytes that the weights of a network take, plain and packed. */
	static long size(Architecture architecture) {
		return 2L * Float.BYTES * architecture.parameterCount();
	}

	private static String symbols(Alphabet alphabet) {
		return alphabet.hasDocuments() ? alphabet + alphabet.marks().toString() : alphabet.toString();
	}

	private static String fingerprint(LanguageModel model, String arithmetic, String programVersion) {
		MessageDigest digest = sha256();
		digest.update((programVersion + '\n' + arithmetic + '\n' + model.architecture() + '\n'
				+ symbols(model.alphabet()) + '\n')
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

	static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("every Java platform has SHA-256", ex);
		}
	}

}
