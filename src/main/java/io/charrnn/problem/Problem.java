package io.charrnn.problem;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An error in words meant for the caller: it must not contain anything internal.
 * Subclasses say of which kind it is; the advice turns them into responses.
 */
public abstract class Problem extends RuntimeException {

	private final int status;

	private final String type;

	private final transient Map<String, Object> properties = new LinkedHashMap<>();

	private final transient Map<String, String> headers = new LinkedHashMap<>();

	/**
	 * Describes the problem.
	 * @param status of HTTP for its kind
	 * @param type a stable name in kebab case, such as {@code unknown-character}
	 * @param detail a sentence that names the field, the value and the bound
	 */
	protected Problem(int status, String type, String detail) {
		super(detail);
		this.status = status;
		this.type = type;
	}

	/** The status of HTTP that a response with it has. */
	public int status() {
		return this.status;
	}

	/** A stable name of the problem, for programs. */
	public String type() {
		return this.type;
	}

	/** What the problem says in one sentence, for people. */
	public String detail() {
		return String.valueOf(getMessage());
	}

	/** Further members of the problem document, in order. */
	public Map<String, Object> properties() {
		return this.properties;
	}

	/** Headers of the response that say the same. */
	public final Map<String, String> headers() {
		return this.headers;
	}

	/** Adds a member to the problem document. */
	public Problem with(String name, Object value) {
		this.properties.put(name, value);
		return this;
	}

}
