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
			Map.entry("includePrompt", "echo"), Map.entry("corpus", "training_file"), Map.entry("pattern", "regex"),
			Map.entry("choices", "choice"), Map.entry("jsonSchema", "json_schema"));

	private static final Pattern UPPER_CASE = Pattern.compile("(?<=[a-z])([A-Z])");

	private FieldNames() {
	}

	/** The name of a field, which may be within another. */
	static String of(String field) {
		String special = SPECIAL.get(field);
		return (special != null) ? special
				: UPPER_CASE.matcher(field).replaceAll((letter) -> "_" + letter.group().toLowerCase(Locale.ROOT));
	}

	/** A sentence with the field called by its name here. */
	static String rename(String sentence, String field) {
		String name = of(field);
		return name.equals(field) ? sentence
				: sentence.replaceAll("\\b" + Pattern.quote(field) + "\\b", Matcher.quoteReplacement(name));
	}

}
