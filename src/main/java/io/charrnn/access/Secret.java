package io.charrnn.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * What a client sends to show who it is. It is random, so that a plain SHA-256 of it
 * suffices to store: there is nothing to guess.
 *
 * @param value as it is sent
 */
record Secret(String value) {

	private static final String PREFIX = "crs_";

	private static final int BYTES = 32;

	private static final SecureRandom RANDOM = new SecureRandom();

	/** A new secret: {@code crs_} and 256 bits in URL-safe Base64. */
	static Secret random() {
		byte[] bytes = new byte[BYTES];
		RANDOM.nextBytes(bytes);
		return new Secret(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
	}

	/** Whether a text can only be meant as a key of this service. */
	static boolean isOurs(String text) {
		return text.startsWith(PREFIX);
	}

	/** What is stored of it: 64 lower-case hexadecimal digits. */
	String sha256() {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(this.value.getBytes(StandardCharsets.UTF_8));
			return HexFormat.of().formatHex(digest);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("every Java platform has SHA-256", ex);
		}
	}

	/** Whether this is the secret of a digest, in a time that does not depend on it. */
	boolean hasSha256(String sha256) {
		return MessageDigest.isEqual(sha256().getBytes(StandardCharsets.US_ASCII),
				sha256.getBytes(StandardCharsets.US_ASCII));
	}

	@Override
	public String toString() {
		return "secret";
	}

}
