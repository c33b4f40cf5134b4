package io.charrnn.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import io.charrnn.process.PrivateFiles;
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

	private final Path file;

	private final ApiKeys keys;

	FirstKey(AccessSettings settings, TokenSettings tokens,
			@Value("${server.address:#{null}}") @Nullable InetAddress address,
			@Value("${charrnn.data-directory}") Path dataDirectory, ApiKeys keys) {
		this.file = dataDirectory.resolve("first-key").toAbsolutePath();
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
				logger.warn("Anyone who can reach this service may do everything: charrnn.access.keys is off.");
			}
			return;
		}
		if (this.settings.adminKey() == null && !this.tokens.isOn()) {
			this.keys.createFirst(this::show);
		}
	}

	private void show(Secret secret) {
		if (this.settings.firstKey() == AccessSettings.FirstKeyPlace.LOG) {
			logger.warn("The first API key, which is shown only once: {}", secret.value());
			return;
		}
		try {
			Files.deleteIfExists(this.file);
			try (FileChannel channel = PrivateFiles.open(this.file, StandardOpenOption.CREATE_NEW,
					StandardOpenOption.WRITE)) {
				channel.write(StandardCharsets.US_ASCII.encode(secret.value() + "\n"));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		logger.warn("The first API key is in {}, which only its owner can read; delete the file once you have the "
				+ "key.", this.file);
	}

}
