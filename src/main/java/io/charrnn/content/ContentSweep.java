package io.charrnn.content;

import java.time.Duration;

import io.charrnn.process.DatabaseChore;

import org.springframework.stereotype.Component;

/**
 * Removes contents without owners a part at a time, on every replica: the rest of large
 * ones that were released, and what was half-written by a process that died.
 */
@Component
class ContentSweep extends DatabaseChore {

	private final ContentStore contents;

	ContentSweep(ContentStore contents) {
		super("contents", Duration.ofSeconds(5));
		this.contents = contents;
	}

	@Override
	protected void work() {
		this.contents.ownerless().forEach(this.contents::sweep);
	}

}
