package io.charrnn.problem;

import org.jspecify.annotations.Nullable;

/**
 * Says in a caller's words what an exception means that is no {@link Problem}, wherever
 * it was thrown: in a controller, or in the constructor of a record that JSON is read
 * into. Each module has one, as a bean, for the exceptions that it knows.
 */
@FunctionalInterface
public interface Translation {

	/**
	 * Translates an exception.
	 * @param failure any exception
	 * @return what it means, or null if this does not know it
	 */
	@Nullable Problem translate(Throwable failure);

}
