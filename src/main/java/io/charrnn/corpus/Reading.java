package io.charrnn.corpus;

import io.swagger.v3.oas.annotations.media.Schema;

/** How an uploaded text was read. */
@Schema(description = "How an uploaded text was read.")
record Reading(@Schema(description = "The requested treatment of line ends.", example = "auto") LineEndings lineEndings,
		@Schema(description = "Its original line ends.") LineEnds found,
		@Schema(description = "Byte order marks that were removed from inside the text.",
				example = "0") long byteOrderMarks) {

	boolean changesLineEnds() {
		return this.lineEndings.change(this.found);
	}

}
