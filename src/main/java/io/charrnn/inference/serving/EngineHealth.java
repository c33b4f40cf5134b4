package io.charrnn.inference.serving;

import java.time.Duration;

import io.charrnn.model.Alphabet;
import io.charrnn.model.Architecture;
import io.charrnn.model.Cell;
import io.charrnn.model.HiddenState;
import io.charrnn.model.LanguageModel;
import io.charrnn.model.kernel.Stepper;
import io.charrnn.problem.UnavailableException;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.stereotype.Component;

/** Whether models are stepped: lets the smallest of all read one character. */
@Component("engineHealthIndicator")
class EngineHealth extends AbstractHealthIndicator {

	private static final Duration PATIENCE = Duration.ofSeconds(2);

	private final Requests requests;

	private final LoadedModel model;

	EngineHealth(Requests requests) {
		super("no character was read");
		this.requests = requests;
		Architecture architecture = new Architecture(Cell.RNN, 1, 1, 2);
		Alphabet alphabet = new Alphabet("ab");
		Stepper stepper = new Stepper(
				new LanguageModel(architecture, alphabet, new float[(int) architecture.parameterCount()]));
		this.model = new LoadedModel("health", alphabet, stepper, "");
	}

	@Override
	protected void doHealthCheck(Health.Builder health) {
		try (Request request = this.requests.begin()) {
			request.start(this.model, new OneCharacter(), HiddenState.zero(this.model.stepper().architecture()));
			if (request.await(PATIENCE.toNanos())) {
				health.up();
			}
			else {
				health.down().withDetail("waited", PATIENCE.toString());
			}
		}
		catch (UnavailableException ex) {
			health.up().withDetail("busy", ex.detail());
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
