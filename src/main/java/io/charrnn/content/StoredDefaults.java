package io.charrnn.content;

import java.util.Map;

/**
 * What stands for values that a stored document does not have, as it comes from an
 * earlier release, or that are not known, as it comes from a later one.
 */
@FunctionalInterface
public interface StoredDefaults {

	/**
	 * By type: of an enum, the constant; of a record, JSON's values by the names of its
	 * components.
	 */
	Map<Class<?>, Object> values();

}
