package io.charrnn.inference.serving;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;
import org.springframework.util.unit.DataSize;

/**
 * Limits on prediction, generation and scoring.
 *
 * @param modelMemory memory for the weights of loaded models, on the Java heap; the least
 * recently used are evicted, pinned ones are not; 0 for a quarter of the heap. The same
 * amount again is available for loading, importing, extending (initializeFrom), training
 * in sessions and inspecting models. Both shrink while jobs use so much of the heap that
 * it would not hold all
 * @param maxConcurrentRequests maximum number of requests computed at the same time;
 * beyond it, 503 with Retry-After
 * @param threads number of threads that step models; 0 for the number of processors
 * @param eventInterval minimum time between two events of a stream: characters generated
 * within it are sent together
 * @param heartbeat silence on a stream after which a comment is sent
 * @param maxTexts maximum number of texts in a prediction or scoring request
 * @param maxPromptCharacters maximum number of characters of a prompt, and of all texts
 * of a prediction
 * @param maxCharacters maximum number of characters of one generated text
 * @param maxScoredCharacters maximum number of characters of all texts in a request to
 * /scores; twice as many over all concurrent requests
 */
@ConfigurationProperties("charrnn.inference")
public record InferenceSettings(@DefaultValue("0") DataSize modelMemory, @DefaultValue("128") int maxConcurrentRequests,
		@DefaultValue("0") int threads, @DefaultValue("15ms") Duration eventInterval,
		@DefaultValue("5s") Duration heartbeat, @DefaultValue("256") int maxTexts,
		@DefaultValue("100000") int maxPromptCharacters, @DefaultValue("100000") int maxCharacters,
		@DefaultValue("10000000") int maxScoredCharacters) {

	public InferenceSettings {
		Assert.isTrue(modelMemory.toBytes() >= 0, "charrnn.inference.model-memory must not be negative");
		Assert.isTrue(maxConcurrentRequests > 0, "charrnn.inference.max-concurrent-requests must be at least 1");
		Assert.isTrue(threads >= 0, "charrnn.inference.threads must not be negative");
		Assert.isTrue(!eventInterval.isNegative(), "charrnn.inference.event-interval must not be negative");
		Assert.isTrue(heartbeat.toNanos() > 0, "charrnn.inference.heartbeat must be longer than zero");
		Assert.isTrue(maxTexts > 0, "charrnn.inference.max-texts must be at least 1");
		Assert.isTrue(maxPromptCharacters > 0, "charrnn.inference.max-prompt-characters must be at least 1");
		Assert.isTrue(maxCharacters > 0, "charrnn.inference.max-characters must be at least 1");
		Assert.isTrue(maxScoredCharacters > 1, "charrnn.inference.max-scored-characters must be at least 2");
	}

	/** Threads that step models. */
	int threadsOrProcessors() {
		return (this.threads > 0) ? this.threads : Runtime.getRuntime().availableProcessors();
	}

}
