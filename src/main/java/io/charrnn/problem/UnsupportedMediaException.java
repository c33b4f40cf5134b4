package io.charrnn.problem;

import java.util.Map;

/** The body comes in a form that is not taken. */
public class UnsupportedMediaException extends Problem {

	private final transient Map<String, String> headers;

	/**
	 * Describes the problem.
	 * @param type a stable name in kebab case
	 * @param detail a sentence that names the header and what is taken
	 * @param headers that say what is taken
	 */
	public UnsupportedMediaException(String type, String detail, Map<String, String> headers) {
		super(415, type, detail);
		this.headers = headers;
	}

	/** Headers of the response that say what is taken. */
	public Map<String, String> headers() {
		return this.headers;
	}

}
