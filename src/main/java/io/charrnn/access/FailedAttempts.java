package io.charrnn.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.charrnn.problem.TooManyRequestsException;
import io.github.bucket4j.Bucket;

import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.stereotype.Component;

/**
 * Bounds how often an address may show keys and tokens that do not count, in this
 * process.
 */
@Component
class FailedAttempts {

	private static final Duration WINDOW = Duration.ofMinutes(1);

	/** Of whoever has many addresses; some hundred bytes each. */
	private static final int MOST_ADDRESSES = 10_000;

	/** Bytes of an IPv6 address that one network has for itself. */
	private static final int NETWORK = 8;

	private final int most;

	private final Cache<String, Bucket> addresses = Caffeine.newBuilder()
		.expireAfterAccess(WINDOW)
		.maximumSize(MOST_ADDRESSES)
		.build();

	FailedAttempts(AccessSettings settings) {
		this.most = settings.failuresPerMinute();
	}

	/** Whether an address may show something that could be guessed. */
	boolean allow(String address) {
		Bucket left = this.addresses.getIfPresent(network(address));
		return left == null || left.getAvailableTokens() > 0;
	}

	/** What is told to one that may not. */
	TooManyRequestsException refusal() {
		return new TooManyRequestsException("too-many-failures",
				String.format(Locale.ROOT,
						"More than %,d invalid keys or tokens came from this address within a minute "
								+ "(charrnn.access.failures-per-minute).",
						this.most),
				WINDOW.dividedBy(this.most).plusSeconds(1));
	}

	/** Counts one that failed, unless it could not be checked. */
	void add(String address, AuthenticationException failure) {
		if (failure instanceof AuthenticationServiceException || failure instanceof LockedException) {
			return;
		}
		this.addresses
			.get(network(address),
					(key) -> Bucket.builder()
						.addLimit((limit) -> limit.capacity(this.most).refillGreedy(this.most, WINDOW))
						.build())
			.tryConsume(1);
	}

	/** The address, or the network that an IPv6 address is in. */
	private static String network(String address) {
		try {
			byte[] bytes = InetAddress.getByName(address).getAddress();
			return HexFormat.of().formatHex(Arrays.copyOf(bytes, Math.min(bytes.length, NETWORK)));
		}
		catch (UnknownHostException ex) {
			return address;
		}
	}

}
