package io.charrnn.corpus;

import java.util.List;

import io.charrnn.api.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Lists the texts that come with the service. */
@RestController
@Tag(name = "Corpora")
class SampleController {

	private final Samples samples;

	SampleController(Samples samples) {
		this.samples = samples;
	}

	@Operation(operationId = "listSamples", summary = "List the samples",
			description = "Texts that need no download: `POST /api/v1/corpora?sample=NAME` creates a corpus from one.")
	@GetMapping("/api/v1/samples")
	Page<SampleDescription> list() {
		List<SampleDescription> items = this.samples.all()
			.stream()
			.map((sample) -> new SampleDescription(sample.name(), sample.description(), sample.characters()))
			.toList();
		return new Page<>(items, null);
	}

	/**
	 * A text that comes with the service.
	 *
	 * @param name what the parameter {@code sample} takes
	 */
	record SampleDescription(@Schema(example = "own-source") String name,
			@Schema(example = "The Java source of this program") String description,
			@Schema(description = "Approximate number of characters.", example = "2300000") long characters) {

	}

}
