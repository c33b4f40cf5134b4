package io.charrnn.registry;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.charrnn.problem.UnprocessableException;
import io.charrnn.workspace.CurrentWorkspace;
import io.charrnn.workspace.Workspace;
import org.jspecify.annotations.Nullable;

/**
 * A published model as named in a request.
 *
 * @param version its version, or null for the newest
 * @param owner the workspace that shares it, or null for that of the request
 */
public record ModelReference(String name, @Nullable Integer version, @Nullable Workspace owner) {

	/** What every checkpoint's id begins with and no model's name may. */
	static final String CHECKPOINT_PREFIX = "checkpoint_";

	static final Pattern NAME = Pattern.compile("(?!" + CHECKPOINT_PREFIX + ")[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

	private static final Pattern REFERENCE = Pattern.compile("(" + NAME + ")(?::([1-9][0-9]{0,8}))?(?:@(.+))?");

	/**
	 * Reads {@code name} or {@code name:version}, with or without {@code @workspace}
	 * after it; empty if it is neither.
	 */
	public static Optional<ModelReference> parse(String reference) {
		Matcher matcher = REFERENCE.matcher(reference);
		if (!matcher.matches()) {
			return Optional.empty();
		}
		String version = matcher.group(2);
		String owner = matcher.group(3);
		if (owner != null && !Workspace.isName(owner)) {
			return Optional.empty();
		}
		return Optional.of(new ModelReference(matcher.group(1), (version != null) ? Integer.valueOf(version) : null,
				(owner != null) ? new Workspace(owner) : null));
	}

	/** Whether it is another workspace's than that which this thread acts in. */
	boolean isForeign() {
		return this.owner != null && !this.owner.equals(CurrentWorkspace.get());
	}

	/** Whether a model may be called so. */
	static boolean isName(String name) {
		return NAME.matcher(name).matches();
	}

	/**
	 * Checks a name that a model is to be published under.
	 * @return the name
	 * @throws UnprocessableException if no model may be called so
	 */
	public static String requireName(String name) {
		if (!isName(name)) {
			throw new UnprocessableException("invalid-model-name",
					("A model's name must be 1 to 64 letters, digits, dots, underscores and hyphens, start with a "
							+ "letter or a digit and not with \"%s\".")
						.formatted(CHECKPOINT_PREFIX))
				.with("field", "model");
		}
		return name;
	}

}
