package io.charrnn.connection.body;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;
import org.springframework.util.unit.DataSize;

/**
 * Settings of bodies that are read into memory.
 *
 * @param maxSize maximum size of a body, except for texts to score and uploads; larger
 * ones get 413. Raise it together with charrnn.inference.max-prompt-characters
 * @param memory maximum bytes of all concurrent bodies, except uploads; beyond it,
 * requests get 503 with Retry-After; 0 for a thirty-second of the heap. Also limits a
 * single body
 */
@ConfigurationProperties("charrnn.body")
record BodySettings(@DefaultValue("2MB") DataSize maxSize, @DefaultValue("0") DataSize memory) {

	/** What is made of a body takes up to 13 times its size. */
	private static final int PART_OF_HEAP = 32;

	BodySettings {
		Assert.isTrue(maxSize.toBytes() > 0, "charrnn.body.max-size must be at least 1B");
		Assert.isTrue(memory.toBytes() >= 0, "charrnn.body.memory must not be negative");
	}

	/** Most bytes of all bodies at once. */
	long memoryOrPartOfHeap() {
		return (this.memory.toBytes() > 0) ? this.memory.toBytes() : Runtime.getRuntime().maxMemory() / PART_OF_HEAP;
	}

}
