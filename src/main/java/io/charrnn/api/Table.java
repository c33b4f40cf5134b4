package io.charrnn.api;

import java.util.List;

/** A response that is also available as a table. */
public interface Table {

	/** What becomes a line each, in order; all of one type. */
	List<?> rows();

}
