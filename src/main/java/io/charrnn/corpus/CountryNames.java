package io.charrnn.corpus;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * The names of countries in many languages, as this JDK knows them: each a document whose
 * label is the language. Those of all languages are mixed, so that any part of them has
 * about the same.
 */
@Component
class CountryNames implements Sample {

	/**
	 * Languages that hardly differ from their own fallback in so many names are left out.
	 */
	private static final int FEWEST_NAMES = 100;

	private static final JsonMapper JSON = JsonMapper.builder().build();

	@Override
	public String name() {
		return "country-names";
	}

	@Override
	public String description() {
		return "The names of countries in many languages, each a document labeled with its language";
	}

	@Override
	public long characters() {
		return 400_000;
	}

	@Override
	public boolean isJsonLines() {
		return true;
	}

	@Override
	public InputStream open() {
		List<Name> names = Arrays.stream(Locale.getAvailableLocales())
			.filter((locale) -> !locale.getLanguage().isEmpty() && locale.toLanguageTag().equals(locale.getLanguage()))
			.sorted(Comparator.comparing(Locale::getLanguage))
			.flatMap(CountryNames::in)
			.sorted(Comparator.comparingInt(Name::place).thenComparing(Name::language).thenComparing(Name::text))
			.toList();
		String lines = names.stream().map(CountryNames::line).collect(Collectors.joining());
		return new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8));
	}

	/** Those that are not just the English ones, unless it is English. */
	private static Stream<Name> in(Locale locale) {
		String language = locale.getDisplayLanguage(Locale.ENGLISH);
		List<Name> names = Arrays.stream(Locale.getISOCountries())
			.map((country) -> new Locale.Builder().setRegion(country).build())
			.filter((country) -> isOwn(country, locale))
			.map((country) -> new Name(country.getDisplayCountry(locale), language))
			.distinct()
			.toList();
		return (names.size() >= FEWEST_NAMES) ? names.stream() : Stream.of();
	}

	private static boolean isOwn(Locale country, Locale locale) {
		return locale.getLanguage().equals("en")
				|| !country.getDisplayCountry(locale).equals(country.getDisplayCountry(Locale.ENGLISH));
	}

	private static String line(Name name) {
		return JSON.createObjectNode().put("text", name.text()).put("label", name.language()) + "\n";
	}

	/**
	 * What a country is called.
	 *
	 * @param text the name
	 * @param language the language's English name
	 */
	private record Name(String text, String language) {

		/** The same on every machine, and without an order that one would see. */
		int place() {
			return 0x9E3779B9 * (31 * this.text.hashCode() + this.language.hashCode());
		}

	}

}
