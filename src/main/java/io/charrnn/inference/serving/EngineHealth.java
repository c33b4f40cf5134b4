package io.charrnn.inference.serving;

import java.time.Duration;

import com.github.benmanes.caffeine.cache.Ticker;
import io.charrnn.model.Alphabet;
import io.charrnn.model.Architecture;
import io.charrnn.model.Cell;
import io.charrnn.model.HiddenState;
import io.charrnn.model.LanguageModel;
import io.charrnn.model.step.Stepper;
import io.charrnn.problem.UnavailableException;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.stereotype.Component;

/**
 * Whether models are stepped: lets the smallest of all read one character. As anybody may
 * ask, that takes one place among the requests at most, once in a while.
 */
@Component("engineHealthIndicator")
class EngineHealth extends AbstractHealthIndicator {

	private static final Duration PATIENCE = Duration.ofSeconds(2);

	/** A result is good for so long. */
	static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(1);

	private final Requests requests;

	private final Ticker ticker;

	private final LoadedModel model;

	/** Guarded by this. */
	private @Nullable Health known;

	/** Guarded by this. */
	private long knownSince;

	@Autowired
	EngineHealth(Requests requests) {
		this(requests, Ticker.systemTicker());
	}

	/**
	 * Knows nothing yet.
	 * @param requests where it takes its place
	 * @param ticker tells nanoseconds
	 */
	EngineHealth(Requests requests, Ticker ticker) {
		super("no character was read");
		this.requests = requests;
		this.ticker = ticker;
		Architecture architecture = new Architecture(Cell.RNN, 1, 1, 2);
		Alphabet alphabet = new Alphabet("ab");
		Stepper stepper = new Stepper(
				new LanguageModel(architecture, alphabet, new float[(int) architecture.parameterCount()]));
		this.model = new LoadedModel("health", alphabet, stepper, "");
	}

	/** Who comes while another one looks gets the same result. */
	@Override
	protected synchronized void doHealthCheck(Health.Builder health) {
		Health result = this.known;
		if (result == null || this.ticker.read() - this.knownSince >= ASK_AGAIN_AFTER.toNanos()) {
			result = look();
			this.known = result;
			this.knownSince = this.ticker.read();
		}
		health.status(result.getStatus()).withDetails(result.getDetails());
	}

	private Health look() {
		try (Request request = this.requests.begin()) {
			request.start(this.model, new OneCharacter(), HiddenState.zero(this.model.stepper().architecture()));
			if (request.await(PATIENCE.toNanos())) {
				return Health.up().build();
			}
			return Health.down().withDetail("waited", PATIENCE.toString()).build();
		}
		catch (UnavailableException ex) {
			return Health.up().withDetail("busy", ex.detail()).build();
		}
	}

	private static final class OneCharacter implements Script {

		private boolean read;

		@Override
		public boolean asks() {
			return false;
		}

		@Override
		public int next(float[] logits) {
			if (this.read) {
				return END;
			}
			this.read = true;
			return 0;
		}

	}

}
