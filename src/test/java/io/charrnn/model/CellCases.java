package io.charrnn.model;

import java.util.stream.Stream;

import org.junit.jupiter.params.provider.Arguments;

import static org.junit.jupiter.params.provider.Arguments.arguments;

/** Every cell: with dropout, number of layers and normalization. */
public final class CellCases {

	private CellCases() {
	}

	static Stream<Arguments> all() {
		return Stream.of(Cell.values())
			.flatMap((cell) -> Stream.of(Normalization.values())
				.flatMap((normalization) -> Stream.of(arguments(cell, 0, 1, normalization),
						arguments(cell, 0.4, 3, normalization))));
	}

}
