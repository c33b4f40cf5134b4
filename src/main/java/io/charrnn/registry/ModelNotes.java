package io.charrnn.registry;

import java.util.List;

/**
 * Notes on a model.
 *
 * @param tags words that it can be found by
 * @param notes in their own words
 */
public record ModelNotes(List<String> tags, String notes) {

	/** Of a model of which nobody said anything yet. */
	public static final ModelNotes NONE = new ModelNotes(List.of(), "");

}
