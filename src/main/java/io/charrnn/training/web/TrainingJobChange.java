package io.charrnn.training.web;

import java.util.List;

import io.charrnn.api.Tags;
import io.charrnn.problem.MalformedException;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What is to change of a training job. */
@Schema(name = "TrainingJobChange", example = """
		{"tags": ["baseline", "for-the-paper"]}""")
record TrainingJobChange(@ArraySchema(
		arraySchema = @Schema(description = "Words to find the job by.", requiredMode = Schema.RequiredMode.REQUIRED),
		maxItems = Tags.MOST,
		schema = @Schema(pattern = Tags.PATTERN, example = "baseline")) @Nullable List<String> tags) {

	List<String> checked() {
		if (this.tags == null) {
			throw MalformedException.missing("tags");
		}
		return Tags.check(this.tags);
	}

}
