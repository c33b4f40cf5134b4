package io.charrnn.search;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** How searches go, for whoever watches the service. */
@Component
class SearchMeters implements MeterBinder {

	private final Searches searches;

	SearchMeters(Searches searches) {
		this.searches = searches;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge.builder("charrnn.searches.unfinished", this, SearchMeters::unfinished)
			.description("Unfinished searches in the database")
			.register(registry);
	}

	private double unfinished() {
		try {
			return this.searches.countUnfinished();
		}
		catch (DataAccessException | TransactionException ex) {
			return Double.NaN;
		}
	}

}
