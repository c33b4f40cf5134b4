package io.charrnn.openai.unserved;

import io.charrnn.problem.NotFoundException;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Says what to use where clients ask for what these models cannot do. */
@RestController
@Hidden
class UnservedController {

	@RequestMapping("/v1/chat/**")
	void chat(HttpServletRequest request) {
		throw unserved(request,
				"These models complete text and do not support messages: use POST /v1/completions with a prompt.");
	}

	@RequestMapping("/v1/responses/**")
	void responses(HttpServletRequest request) {
		throw unserved(request,
				"These models complete text and do not support conversations: use POST /v1/completions, with prompt "
						+ "instead of input.");
	}

	@RequestMapping("/v1/embeddings/**")
	void embeddings(HttpServletRequest request) {
		throw unserved(request,
				"These models have no text embeddings: POST /api/v1/models/{ref}/activations shows what a network "
						+ "computes at each character, and POST /api/v1/models/{ref}/scores how probable a "
						+ "text is.");
	}

	@RequestMapping({ "/v1/moderations/**", "/v1/images/**", "/v1/audio/**", "/v1/assistants/**", "/v1/threads/**",
			"/v1/batches/**", "/v1/vector_stores/**", "/v1/uploads/**", "/v1/engines/**", "/v1/edits/**",
			"/v1/realtime/**", "/v1/rerank/**", "/v1/messages/**" })
	void others(HttpServletRequest request) {
		throw unserved(request,
				"Of OpenAI's paths, /v1/completions, /v1/models, /v1/files and /v1/fine_tuning/jobs are available.");
	}

	private static NotFoundException unserved(HttpServletRequest request, String instead) {
		return new NotFoundException("unknown-path",
				"There is nothing at %s. %s".formatted(request.getRequestURI(), instead));
	}

}
