package io.charrnn.corpus;

import io.swagger.v3.oas.annotations.media.Schema;

/** How an uploaded text was read. */
@Schema(description = "How an uploaded text was read.")
record Reading(@Schema(description = "What was to happen to its line ends.", example = "auto") LineEndings lineEndings,
		@Schema(description = "Its line ends before.") LineEnds found,
		@Schema(description = "Byte order marks that were left out within it.", example = "0") long byteOrderMarks) {

	boolean changesLineEnds() {
		return this.lineEndings.change(this.found);
	}

}
