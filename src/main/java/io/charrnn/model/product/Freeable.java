package io.charrnn.model.product;

/** Something that holds native memory until it is closed. */
public interface Freeable extends AutoCloseable {

	@Override
	void close();

}
