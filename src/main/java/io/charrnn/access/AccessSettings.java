package io.charrnn.access;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * Settings of access.
 *
 * @param keys whether requests need a key: auto (unless the service listens on loopback
 * only), required, off
 * @param adminKey a key with all scopes, at least 20 characters; it is not stored
 * @param requestsPerMinute requests per minute of a key that has no limit of its own; per
 * replica
 * @param concurrentRequests concurrent requests of a key that has no limit of its own;
 * per replica
 * @param charactersPerMinute characters per minute that models read and generate for a
 * key that has no limit of its own; per replica; 0 for no limit
 * @param failuresPerMinute invalid keys and tokens per minute from one address; per
 * replica
 * @param maxKeyLifetime maximum lifetime of new keys, such as 90d
 * @param firstKey where the first key is written: file (first-key in the data folder) or
 * log
 * @param auditReads whether reads of texts, archives, files and session states are
 * audited as well
 * @param allowedOrigins origins whose pages may call the service, such as
 * https://example.org
 * @param allowedHosts additional host names of the service on loopback, such as
 * charrnn.example.org or *.ts.net, without ports
 */
@ConfigurationProperties("charrnn.access")
record AccessSettings(@DefaultValue("auto") Keys keys, @Nullable String adminKey,
		@DefaultValue("6000") int requestsPerMinute, @DefaultValue("64") int concurrentRequests,
		@DefaultValue("0") int charactersPerMinute, @DefaultValue("30") int failuresPerMinute,
		@Nullable Duration maxKeyLifetime, @DefaultValue("file") FirstKeyPlace firstKey,
		@DefaultValue("false") boolean auditReads, @DefaultValue List<String> allowedOrigins,
		@DefaultValue List<String> allowedHosts) {

	private static final int LEAST_SECRET = 20;

	private static final Pattern HOST = Pattern.compile("(\\*\\.)?[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*");

	AccessSettings {
		if (adminKey != null && adminKey.isBlank()) {
			adminKey = null;
		}
		Assert.isTrue(adminKey == null || adminKey.length() >= LEAST_SECRET,
				"charrnn.access.admin-key must have at least " + LEAST_SECRET + " characters");
		Assert.isTrue(requestsPerMinute > 0, "charrnn.access.requests-per-minute must be at least 1");
		Assert.isTrue(charactersPerMinute >= 0, "charrnn.access.characters-per-minute must be at least 0");
		Assert.isTrue(failuresPerMinute > 0, "charrnn.access.failures-per-minute must be at least 1");
		Assert.isTrue(maxKeyLifetime == null || maxKeyLifetime.compareTo(Duration.ofMinutes(1)) >= 0,
				"charrnn.access.max-key-lifetime must be at least 1m");
		Assert.isTrue(concurrentRequests > 0, "charrnn.access.concurrent-requests must be at least 1");
		allowedHosts.forEach((host) -> Assert.isTrue(HOST.matcher(host).matches(),
				"charrnn.access.allowed-hosts must have host names such as charrnn.example.org or *.ts.net, without "
						+ "ports, but has " + host));
	}

	/**
	 * Whether requests need a key.
	 * @param address where the service listens, or null for all addresses
	 */
	boolean needsKeys(@Nullable InetAddress address) {
		return switch (this.keys) {
			case REQUIRED -> true;
			case OFF -> false;
			case AUTO -> address == null || !address.isLoopbackAddress();
		};
	}

	/** Whether requests need a key. */
	enum Keys {

		/** Unless the service listens on a loopback address. */
		AUTO,

		/** Always. */
		REQUIRED,

		/** Never: whoever reaches the service may do everything. */
		OFF

	}

	/** Where the first key is shown. */
	enum FirstKeyPlace {

		/** In a file of the data folder that its owner alone can read. */
		FILE,

		/** In the log, for containers whose files nobody sees. */
		LOG

	}

}
