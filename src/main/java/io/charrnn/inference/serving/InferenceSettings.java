package io.charrnn.inference.serving;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;
import org.springframework.util.unit.DataSize;

/**
 * Limits on prediction, generation and scoring.
 * @param modelMemory memory for the weights of loaded models, which are on the Java heap;
 * those least used make room, pinned ones do not; 0 for a quarter of the heap. Models are
 * loaded, imported, extended and taught in as much again
 * @param maxConcurrentRequests requests computed at the same time; more are refused
 * @param threads threads that step models; 0 for as many as there are processors
 * @param eventInterval least time between two events of a stream: what is written in it
 * is sent together
 * @param heartbeat silence on a stream after which a comment is sent
 * @param maxTexts texts of a prediction or scoring
 * @param maxPromptCharacters characters of all texts of a prediction, and of a prompt
 * @param maxCharacters characters that one text of a generation may get
 * @param maxScoredCharacters characters of all texts of a scoring; twice as many are
 * scored at the same time
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
