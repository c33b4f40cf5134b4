package io.charrnn.training.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What deliveries to a webhook are signed with, as Standard Webhooks says
 * (https://www.standardwebhooks.com).
 */
final class WebhookSecret {

	private static final String PREFIX = "whsec_";

	private static final String ALGORITHM = "HmacSHA256";

	private static final int LEAST = 24;

	private static final int MOST = 64;

	private final SecretKeySpec key;

	private WebhookSecret(byte[] key) {
		this.key = new SecretKeySpec(key, ALGORITHM);
	}

	/**
	 * Reads a secret.
	 * @throws IllegalArgumentException if it is none; it is not shown
	 */
	static WebhookSecret of(String text) {
		byte[] key = text.startsWith(PREFIX) ? Base64.getDecoder().decode(text.substring(PREFIX.length()))
				: new byte[0];
		if (key.length < LEAST || key.length > MOST) {
			throw new IllegalArgumentException(
					"a webhook's secret must be whsec_ and " + LEAST + " to " + MOST + " bytes in Base64");
		}
		return new WebhookSecret(key);
	}

	/**
	 * Signs a delivery.
	 * @param id of what is delivered
	 * @param seconds since 1970, of this attempt
	 * @param body that is sent
	 * @return what the header {@code webhook-signature} has
	 */
	String sign(String id, long seconds, String body) {
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(this.key);
			byte[] signature = mac.doFinal((id + "." + seconds + "." + body).getBytes(StandardCharsets.UTF_8));
			return "v1," + Base64.getEncoder().encodeToString(signature);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
