package io.charrnn.access;

import java.net.InetAddress;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Lets somebody in when keys are needed and there is none. */
@Component
class FirstKey implements SmartInitializingSingleton {

	private static final Logger logger = LoggerFactory.getLogger(FirstKey.class);

	private final AccessSettings settings;

	private final @Nullable InetAddress address;

	private final TokenSettings tokens;

	private final ApiKeys keys;

	FirstKey(AccessSettings settings, TokenSettings tokens,
			@Value("${server.address:#{null}}") @Nullable InetAddress address, ApiKeys keys) {
		this.settings = settings;
		this.tokens = tokens;
		this.address = address;
		this.keys = keys;
	}

	@Override
	public void afterSingletonsInstantiated() {
		if (!this.settings.needsKeys(this.address)) {
			boolean loopback = this.address != null && this.address.isLoopbackAddress();
			if (!loopback) {
				logger.warn("Whoever reaches this service may do everything: charrnn.access.keys is off.");
			}
			return;
		}
		if (this.settings.adminKey() == null && !this.tokens.isOn()) {
			this.keys.createFirst()
				.ifPresent((first) -> logger.warn("The first API key, which is shown this once: {}",
						first.secret().value()));
		}
	}

}
