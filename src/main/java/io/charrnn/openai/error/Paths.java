package io.charrnn.openai.error;

import java.util.List;

/** The paths that clients of OpenAI and of vLLM know. */
final class Paths {

	private static final List<String> ALONE = List.of("/v1", "/tokenize", "/detokenize");

	private Paths() {
	}

	/** Whether a path is one of them, or below {@code /v1}. */
	static boolean include(String path) {
		return path.startsWith("/v1/") || ALONE.contains(path);
	}

}
