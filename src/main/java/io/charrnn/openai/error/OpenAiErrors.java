package io.charrnn.openai.error;

import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.charrnn.openai.error.ErrorResponse.ErrorObject;
import io.charrnn.problem.ErrorFormat;
import io.charrnn.problem.Problems;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/**
 * Writes problems in OpenAI's format. Values out of bounds get 400 there, like requests
 * that cannot be parsed.
 */
@Component
public class OpenAiErrors implements ErrorFormat {

	/** Tells clients whether the same request may succeed later. */
	private static final String RETRY = "x-should-retry";

	/** It is blamed by the name that the client gave it. */
	private static final String UNKNOWN_FIELD = "unknown_field";

	/** Trying again may help with these; which ones beyond 499 is the client's guess. */
	private static final Set<HttpStatus> PASSING = Set.of(HttpStatus.REQUEST_TIMEOUT, HttpStatus.TOO_MANY_REQUESTS);

	@Override
	public boolean isFor(String path) {
		return Paths.include(path);
	}

	@Override
	public ResponseEntity<Object> respond(ProblemDetail problem) {
		HttpStatus status = status(problem);
		ResponseEntity.BodyBuilder response = ResponseEntity.status(status).contentType(MediaType.APPLICATION_JSON);
		if (status.is4xxClientError() && !PASSING.contains(status)) {
			response.header(RETRY, "false");
		}
		return response.body(describe(problem));
	}

	/** The body alone, for errors within a stream. */
	public ErrorResponse describe(ProblemDetail problem) {
		String field = field(problem);
		String detail = String.valueOf(problem.getDetail());
		String code = code(problem);
		if (code.equals(UNKNOWN_FIELD)) {
			return new ErrorResponse(new ErrorObject(detail, type(status(problem)), field, code));
		}
		return new ErrorResponse(new ErrorObject((field != null) ? FieldNames.rename(detail, field) : detail,
				type(status(problem)), (field != null) ? FieldNames.of(field) : param(code), code));
	}

	private static HttpStatus status(ProblemDetail problem) {
		HttpStatus status = HttpStatus.valueOf(problem.getStatus());
		return (status == HttpStatus.UNPROCESSABLE_CONTENT) ? HttpStatus.BAD_REQUEST : status;
	}

	private static String type(HttpStatus status) {
		if (status.is5xxServerError()) {
			return "server_error";
		}
		return (status == HttpStatus.TOO_MANY_REQUESTS) ? "rate_limit_error" : "invalid_request_error";
	}

	private static String code(ProblemDetail problem) {
		return String.valueOf(problem.getType()).replace(Problems.TYPE_PREFIX, "").replace('-', '_');
	}

	private static @Nullable String field(ProblemDetail problem) {
		Map<String, Object> members = problem.getProperties();
		return (members != null) ? Stream.of("field", "parameter", "part")
			.map(members::get)
			.filter(String.class::isInstance)
			.map(String.class::cast)
			.findFirst()
			.orElse(null) : null;
	}

	private static @Nullable String param(String code) {
		return switch (code) {
			case "model_not_found", "model_version_required" -> "model";
			case "unknown_character" -> "prompt";
			default -> null;
		};
	}

}
