package io.charrnn.inference.serving;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.charrnn.problem.NotFoundException;
import io.charrnn.registry.Models;
import io.charrnn.registry.ModelsChanged;
import io.charrnn.registry.StoredModel;
import io.charrnn.workspace.CurrentWorkspace;
import io.charrnn.workspace.Workspace;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Finds models in the database, and remembers them for a moment, as that costs more than
 * a prediction. What changes in this process is known at once, what changes on another
 * replica a second later. While the database is away, what is loaded goes on answering.
 */
@Component
class KnownModels {

	private static final Logger logger = LoggerFactory.getLogger(KnownModels.class);

	static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(1);

	/**
	 * Asking a database that is away may take seconds, so one request in a while does.
	 */
	static final Duration ASK_AGAIN_WHILE_AWAY = Duration.ofSeconds(8);

	private static final int MOST_KNOWN = 10_000;

	private final Models models;

	private final Ticker ticker;

	private final Cache<Sought, Known> known = Caffeine.newBuilder().maximumSize(MOST_KNOWN).build();

	private final AtomicLong changes = new AtomicLong();

	private volatile boolean away;

	private volatile long askAgainAt;

	@Autowired
	KnownModels(Models models) {
		this(models, Ticker.systemTicker());
	}

	/**
	 * Knows nothing yet.
	 * @param ticker tells nanoseconds
	 */
	KnownModels(Models models, Ticker ticker) {
		this.models = models;
		this.ticker = ticker;
	}

	/**
	 * Finds a model.
	 * @param reference as {@link Models#find} takes it
	 * @throws NotFoundException if there is none
	 */
	StoredModel find(String reference) {
		Sought sought = new Sought(CurrentWorkspace.get(), reference);
		Known remembered = this.known.getIfPresent(sought);
		if (remembered != null && isGood(remembered)) {
			return remembered.model();
		}
		try {
			return this.known.asMap().compute(sought, this::ask).model();
		}
		catch (NotFoundException ex) {
			this.known.invalidate(sought);
			throw ex;
		}
	}

	/** Versions have come, gone or changed in this process. */
	@TransactionalEventListener
	void changed(ModelsChanged event) {
		this.changes.incrementAndGet();
	}

	private Known ask(Sought sought, @Nullable Known remembered) {
		if (remembered != null && isGood(remembered)) {
			return remembered;
		}
		long now = this.ticker.read();
		long changesBefore = this.changes.get();
		if (this.away) {
			this.askAgainAt = now + ASK_AGAIN_WHILE_AWAY.toNanos();
		}
		try {
			Known found = new Known(this.models.find(sought.reference()), changesBefore, now);
			this.away = false;
			return found;
		}
		catch (DataAccessException | TransactionException ex) {
			return fromMemory(remembered, ex);
		}
	}

	private boolean isGood(Known remembered) {
		long now = this.ticker.read();
		if (this.away) {
			return now - this.askAgainAt < 0;
		}
		return remembered.changes() == this.changes.get() && now - remembered.foundAt() < ASK_AGAIN_AFTER.toNanos();
	}

	private Known fromMemory(@Nullable Known remembered, RuntimeException failure) {
		this.askAgainAt = this.ticker.read() + ASK_AGAIN_WHILE_AWAY.toNanos();
		if (!this.away) {
			this.away = true;
			logger.warn("the database is unreachable; loaded models keep answering", failure);
		}
		if (remembered == null) {
			throw failure;
		}
		return remembered;
	}

	/**
	 * What is looked for: a reference means something else in each workspace.
	 *
	 * @param workspace in which it is looked for
	 * @param reference as {@link Models#find} takes it
	 */
	private record Sought(Workspace workspace, String reference) {
	}

	/**
	 * What a reference stood for.
	 *
	 * @param changes how many there had been before it was looked for
	 * @param foundAt nanoseconds
	 */
	private record Known(StoredModel model, long changes, long foundAt) {
	}

}
