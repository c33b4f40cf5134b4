package io.charrnn.corpus;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/** The names of Unicode's characters, as this JDK knows them. */
@Component
class UnicodeNames implements Sample {

	@Override
	public String name() {
		return "unicode-names";
	}

	@Override
	public String description() {
		return "The names of the Unicode characters, one per line, as this Java runtime knows them";
	}

	@Override
	public long characters() {
		return 1_000_000;
	}

	@Override
	public InputStream open() {
		String lines = IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
			.mapToObj(UnicodeNames::ownName)
			.filter(Objects::nonNull)
			.collect(Collectors.joining("\n", "", "\n"));
		return new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8));
	}

	/** Without those that are only numbered within their block, which are most. */
	private static @Nullable String ownName(int codePoint) {
		String name = Character.getName(codePoint);
		boolean numbered = name != null && name.endsWith(Integer.toHexString(codePoint).toUpperCase(Locale.ROOT));
		return numbered ? null : name;
	}

}
