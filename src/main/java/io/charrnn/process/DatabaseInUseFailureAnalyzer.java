package io.charrnn.process;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what to do if the database file is in use. */
class DatabaseInUseFailureAnalyzer extends AbstractFailureAnalyzer<DatabaseInUseException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, DatabaseInUseException cause) {
		String description = (cause.getCause() != null)
				? "The lock file %s cannot be opened: %s.".formatted(cause.lock().toAbsolutePath(),
						cause.getCause().getMessage())
				: "Another process uses the SQLite database beside %s.".formatted(cause.lock().toAbsolutePath());
		return new FailureAnalysis(description, "End the other process, or give this one a data directory of its own "
				+ "(charrnn.data-directory). Several processes can share a PostgreSQL database.", cause);
	}

}
