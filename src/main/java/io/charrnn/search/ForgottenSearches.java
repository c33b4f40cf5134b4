package io.charrnn.search;

import java.time.Duration;

import io.charrnn.process.DatabaseChore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Drops searches that have ended and of which no job is kept any more. On every replica.
 */
@Component
class ForgottenSearches extends DatabaseChore {

	private static final Logger logger = LoggerFactory.getLogger(ForgottenSearches.class);

	private final Searches searches;

	ForgottenSearches(Searches searches) {
		super("forgotten-searches", Duration.ofMinutes(5));
		this.searches = searches;
	}

	@Override
	protected void work() {
		int dropped = this.searches.deleteForgotten();
		if (dropped > 0) {
			logger.info("deleted {} searches whose jobs have been deleted", dropped);
		}
	}

}
