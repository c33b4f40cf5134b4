package io.charrnn.corpus;

import java.util.List;

import io.charrnn.page.Page;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Lists the texts that come with the service. */
@RestController
class SampleController {

	private final Samples samples;

	SampleController(Samples samples) {
		this.samples = samples;
	}

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
	 * @param description what it is
	 * @param characters about how many it has
	 */
	record SampleDescription(String name, String description, long characters) {

	}

}
