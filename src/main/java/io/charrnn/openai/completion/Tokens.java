package io.charrnn.openai.completion;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.charrnn.inference.generation.TextModel;
import io.charrnn.model.EncodedText;
import io.charrnn.problem.MalformedException;
import io.charrnn.problem.Problem;
import io.charrnn.problem.UnprocessableException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads texts and tokens out of requests. A token is a character's index. */
final class Tokens {

	private static final int MOST_PROMPTS = 2048;

	private Tokens() {
	}

	/**
	 * Reads the field {@code prompt}: a text, tokens, or an array of either.
	 * @param prompt null for the empty text
	 * @param model that knows the characters
	 * @param skipUnknown whether to leave out characters that it does not know
	 */
	static List<EncodedText> prompts(@Nullable JsonNode prompt, TextModel model, boolean skipUnknown) {
		if (prompt == null || prompt.isNull()) {
			return List.of(model.encode("prompt", "", skipUnknown));
		}
		if (prompt.isString()) {
			return List.of(model.encode("prompt", prompt.asString(), skipUnknown));
		}
		if (!prompt.isArray()) {
			throw wrongType("prompt");
		}
		if (!prompt.isEmpty() && prompt.get(0).isNumber()) {
			return List.of(tokens("prompt", prompt, model));
		}
		if (prompt.isEmpty() || prompt.size() > MOST_PROMPTS) {
			throw UnprocessableException.outOfBounds("prompt", prompt.size() + " elements",
					String.format(Locale.ROOT, "an array of 1 to %,d prompts or of tokens", MOST_PROMPTS));
		}
		List<EncodedText> prompts = new ArrayList<>();
		for (int index = 0; index < prompt.size(); index++) {
			prompts.add(one(String.format(Locale.ROOT, "prompt[%d]", index), prompt.get(index), model, skipUnknown));
		}
		return prompts;
	}

	private static EncodedText one(String field, JsonNode prompt, TextModel model, boolean skipUnknown) {
		if (prompt.isString()) {
			return model.encode(field, prompt.asString(), skipUnknown);
		}
		if (!prompt.isArray()) {
			throw wrongType(field);
		}
		return tokens(field, prompt, model);
	}

	/** Reads an array of indices, no longer than a prompt. */
	static EncodedText tokens(String field, JsonNode array, TextModel model) {
		model.checkLength(field, array.size());
		char[] indices = new char[array.size()];
		for (int position = 0; position < indices.length; position++) {
			indices[position] = (char) index(String.format(Locale.ROOT, "%s[%d]", field, position), array.get(position),
					model);
		}
		return new EncodedText(indices);
	}

	private static int index(String field, JsonNode token, TextModel model) {
		double number = token.isNumber() ? token.doubleValue() : Double.NaN;
		if (number != Math.rint(number)) {
			throw new MalformedException("wrong-type", "%s must be a whole number.".formatted(field)).with("field",
					field);
		}
		return requireKnown(field, (Math.abs(number) <= Integer.MAX_VALUE) ? (int) number : -1, model);
	}

	/** Checks a token. */
	static int requireKnown(String field, int token, TextModel model) {
		if (token < 0 || token >= model.alphabet().size() || model.alphabet().isMark(token)) {
			throw notKnown(field, token, model);
		}
		return token;
	}

	static Problem notKnown(String field, Object token, TextModel model) {
		return UnprocessableException.outOfBounds(field, token, String.format(Locale.ROOT,
				"the index of a character of the model, from 0 to %d", model.alphabet().size() - 1));
	}

	private static Problem wrongType(String field) {
		return new MalformedException("wrong-type",
				"%s must be a string, an array of tokens, or an array of either.".formatted(field))
			.with("field", field);
	}

}
