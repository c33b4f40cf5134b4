package io.charrnn.model.kernel;

/** Something that holds native memory until it is closed. */
interface Freeable extends AutoCloseable {

	@Override
	void close();

}
