package io.charrnn.openai.error;

import java.util.Map;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What fields of this service are called under OpenAI's paths. */
final class FieldNames {

	private static final Map<String, String> SPECIAL = Map.ofEntries(Map.entry("maxCharacters", "max_tokens"),
			Map.entry("minCharacters", "min_tokens"), Map.entry("logProbabilities", "logprobs"),
			Map.entry("characterBias", "logit_bias"), Map.entry("epochs", "n_epochs"),
			Map.entry("includePrompt", "echo"), Map.entry("corpus", "training_file"),
			Map.entry("validationCorpus", "validation_file"), Map.entry("pattern", "regex"),
			Map.entry("choices", "choice"), Map.entry("jsonSchema", "json_schema"));

	private static final Pattern UPPER_CASE = Pattern.compile("(?<=[a-z])([A-Z])");

	private FieldNames() {
	}

	/** The name of a field, or of a place in one, as in {@code choices[1]}. */
	static String of(String field) {
		String whole = whole(field);
		String special = SPECIAL.get(whole);
		String name = (special != null) ? special
				: UPPER_CASE.matcher(whole).replaceAll((letter) -> "_" + letter.group().toLowerCase(Locale.ROOT));
		return name + field.substring(whole.length());
	}

	/** A sentence with the field called by its name here. */
	static String rename(String sentence, String field) {
		String whole = whole(field);
		String name = of(whole);
		return name.equals(whole) ? sentence
				: sentence.replaceAll("\\b" + Pattern.quote(whole) + "\\b", Matcher.quoteReplacement(name));
	}

	private static String whole(String field) {
		int bracket = field.indexOf('[');
		return (bracket > 0) ? field.substring(0, bracket) : field;
	}

}
