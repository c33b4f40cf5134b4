package io.charrnn.access;

/**
 * What the characters that models read and generate for a request are charged to: its key
 * and its workspace, which may have limits.
 */
@FunctionalInterface
public interface Account {

	/** Takes characters that were read or written, be there so many left or not. */
	void charge(long characters);

}
