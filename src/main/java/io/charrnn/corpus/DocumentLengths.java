package io.charrnn.corpus;

import io.swagger.v3.oas.annotations.media.Schema;

/**
 * How long the documents of a corpus are, in characters.
 *
 * @param median half of them are as long or shorter
 */
@Schema(description = "Lengths of the documents, in characters.")
record DocumentLengths(@Schema(example = "9") long median, @Schema(example = "52") long longest) {
}
