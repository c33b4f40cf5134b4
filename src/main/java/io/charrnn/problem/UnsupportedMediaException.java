package io.charrnn.problem;

import java.util.Map;

/** The media type of the body is not supported. */
public class UnsupportedMediaException extends Problem {

	/**
	 * Describes the problem.
	 * @param type a stable name in kebab case
	 * @param detail a sentence that names the header and what is taken
	 * @param headers that say what is taken
	 */
	public UnsupportedMediaException(String type, String detail, Map<String, String> headers) {
		super(415, type, detail);
		headers().putAll(headers);
	}

}
