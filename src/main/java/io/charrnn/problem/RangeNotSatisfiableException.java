package io.charrnn.problem;

import java.util.Locale;

/** The requested range does not exist. */
public class RangeNotSatisfiableException extends Problem {

	/**
	 * Says how much there is.
	 * @param range as it was requested
	 * @param length of the whole, in bytes
	 */
	public RangeNotSatisfiableException(String range, long length) {
		super(416, "range-not-satisfiable", String.format(Locale.ROOT,
				"The Range header asks for \"%s\", but there are only %,d bytes.", Shown.shortened(range), length));
		headers().put("Content-Range", "bytes */" + length);
	}

}
