package io.charrnn.search;

import java.time.Duration;

import io.charrnn.process.DatabaseChore;
import io.charrnn.training.request.TrialChangedException;
import io.charrnn.workspace.CurrentWorkspace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/** Lets all searches go on again and again, on every replica: one of them comes first. */
@Component
class SearchChore extends DatabaseChore {

	private static final Logger logger = LoggerFactory.getLogger(SearchChore.class);

	private final Searches searches;

	private final SearchRunner runner;

	SearchChore(Searches searches, SearchRunner runner) {
		super("searches", Duration.ofMillis(300));
		this.searches = searches;
		this.runner = runner;
	}

	@Override
	protected void work() {
		this.searches.running().forEach((search, workspace) -> {
			try {
				CurrentWorkspace.run(workspace, () -> this.runner.advance(search));
			}
			catch (TrialChangedException ex) {
				logger.debug("{} will be checked again: {}", search, ex.getMessage());
			}
		});
	}

}
