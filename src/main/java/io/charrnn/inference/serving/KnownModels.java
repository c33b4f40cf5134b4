package io.charrnn.inference.serving;

import java.time.Duration;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.charrnn.problem.NotFoundException;
import io.charrnn.registry.Models;
import io.charrnn.registry.StoredModel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Finds models in the database, and from memory while that is away: what is loaded goes
 * on answering.
 */
@Component
class KnownModels {

	private static final Logger logger = LoggerFactory.getLogger(KnownModels.class);

	/**
	 * Asking a database that is away may take seconds, so one request in a while does.
	 */
	private static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(8);

	private static final int MOST_KNOWN = 10_000;

	private final Models models;

	private final Cache<String, StoredModel> known = Caffeine.newBuilder().maximumSize(MOST_KNOWN).build();

	private volatile boolean away;

	private volatile long askAgainAt;

	KnownModels(Models models) {
		this.models = models;
	}

	/**
	 * Finds a model.
	 * @param reference as {@link Models#find} takes it
	 * @throws NotFoundException if there is none
	 */
	StoredModel find(String reference) {
		StoredModel remembered = this.known.getIfPresent(reference);
		if (remembered != null && this.away && !isTimeToAsk()) {
			return remembered;
		}
		try {
			StoredModel found = this.models.find(reference);
			this.known.put(reference, found);
			this.away = false;
			return found;
		}
		catch (NotFoundException ex) {
			this.known.invalidate(reference);
			throw ex;
		}
		catch (DataAccessException | TransactionException ex) {
			return fromMemory(remembered, ex);
		}
	}

	private StoredModel fromMemory(@Nullable StoredModel remembered, RuntimeException failure) {
		this.askAgainAt = System.nanoTime() + ASK_AGAIN_AFTER.toNanos();
		if (!this.away) {
			this.away = true;
			logger.warn("the database is away; loaded models go on answering", failure);
		}
		if (remembered == null) {
			throw failure;
		}
		return remembered;
	}

	private synchronized boolean isTimeToAsk() {
		long now = System.nanoTime();
		if (now - this.askAgainAt < 0) {
			return false;
		}
		this.askAgainAt = now + ASK_AGAIN_AFTER.toNanos();
		return true;
	}

}
