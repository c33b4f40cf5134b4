package io.charrnn.corpus;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

import io.charrnn.problem.UnprocessableException;

import org.springframework.stereotype.Component;

/** The texts that come with the service. */
@Component
class Samples {

	private final List<Sample> all;

	Samples(List<Sample> all) {
		this.all = all.stream().sorted(Comparator.comparing(Sample::name)).toList();
	}

	List<Sample> all() {
		return this.all;
	}

	/**
	 * Finds a sample.
	 * @throws UnprocessableException naming those available, if it is none of them
	 */
	Sample find(String name) {
		return this.all.stream()
			.filter((sample) -> sample.name().equals(name))
			.findFirst()
			.orElseThrow(() -> UnprocessableException.outOfBounds("sample", name,
					this.all.stream().map(Sample::name).collect(Collectors.joining(" or "))));
	}

}
