package io.charrnn.inference.scoring;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

import io.charrnn.inference.serving.InferenceSettings;
import io.charrnn.problem.UnavailableException;

import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestAttributes;

/**
 * The characters that are scored at the same time: two requests with the longest texts,
 * or many with shorter ones. A character takes some 30 bytes until the answer is sent.
 */
@Component
class ScoringBudget {

	private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

	private final long most;

	private final AtomicLong taken = new AtomicLong();

	ScoringBudget(InferenceSettings settings) {
		this.most = 2L * settings.maxScoredCharacters();
	}

	/**
	 * Takes a part of it until the request is over.
	 * @param characters to be scored
	 * @param request that ends when its answer is sent
	 * @throws UnavailableException if there is not so much left
	 */
	void take(long characters, RequestAttributes request) {
		if (this.taken.addAndGet(characters) > this.most) {
			this.taken.addAndGet(-characters);
			throw new UnavailableException("too-many-characters", String.format(Locale.ROOT,
					"The service scores up to %,d characters at the same time, and this text exceeds what is left "
							+ "now.",
					this.most), RETRY_AFTER);
		}
		request.registerDestructionCallback(ScoringBudget.class.getName(), () -> this.taken.addAndGet(-characters),
				RequestAttributes.SCOPE_REQUEST);
	}

}
