package io.charrnn.workspace;

import java.util.Locale;
import java.util.regex.Pattern;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.charrnn.problem.Shown;
import io.charrnn.problem.UnprocessableException;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * The owner of keys and of everything created with them.
 *
 * @param name 1 to 64 letters, digits, dots, underscores and hyphens
 */
@Schema(type = "string", example = "default")
public record Workspace(@JsonValue String name) {

	private static final int LONGEST = 64;

	private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0," + (LONGEST - 1) + "}");

	/** Where all is as long as nobody needs a key. */
	public static final Workspace DEFAULT = new Workspace("default");

	public Workspace {
		if (!isName(name)) {
			throw new IllegalArgumentException("not the name of a workspace: " + name);
		}
	}

	/** Whether a workspace may be called so. */
	public static boolean isName(String name) {
		return FORM.matcher(name).matches();
	}

	/**
	 * Reads a name that a request gives.
	 * @throws UnprocessableException if no workspace may be called so
	 */
	@JsonCreator
	public static Workspace named(String name) {
		if (!isName(name)) {
			throw UnprocessableException.outOfBounds("workspace", Shown.shortened(name), String.format(Locale.ROOT,
					"1 to %d letters, digits, dots, underscores and hyphens, the first a letter or a digit", LONGEST));
		}
		return new Workspace(name);
	}

	@Override
	public String toString() {
		return this.name;
	}

}
