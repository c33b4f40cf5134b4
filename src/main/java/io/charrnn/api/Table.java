package io.charrnn.api;

import java.util.List;

/** An answer that can also be had as a table. */
public interface Table {

	/** What becomes a line each, in order; all of one type. */
	List<?> rows();

}
