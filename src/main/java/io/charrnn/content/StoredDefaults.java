package io.charrnn.content;

import java.util.Map;

/**
 * Defaults for values that a stored document lacks because an earlier release wrote it,
 * or that are unknown because a later one did.
 */
@FunctionalInterface
public interface StoredDefaults {

	/**
	 * By type: of an enum, the constant; of a record, JSON's values by the names of its
	 * components.
	 */
	Map<Class<?>, Object> values();

}
