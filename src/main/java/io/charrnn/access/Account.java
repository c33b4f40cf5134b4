package io.charrnn.access;

/**
 * What the characters that models read and write for a request are taken from: its key
 * and its workspace may have only so many.
 */
@FunctionalInterface
public interface Account {

	/** Takes characters that were read or written, be there so many left or not. */
	void charge(long characters);

}
