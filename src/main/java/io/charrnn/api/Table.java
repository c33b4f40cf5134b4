package io.charrnn.api;

import java.util.List;

import io.charrnn.problem.AlsoTakes;

/** A response that is also available as a table. */
@AlsoTakes(Table.FORMAT)
public interface Table {

	/** The query parameter that asks for it. */
	String FORMAT = "format";

	/** What becomes a line each, in order; all of one type. */
	List<?> rows();

}
