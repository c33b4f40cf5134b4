package io.charrnn.problem;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** The form of each path's errors: a problem document unless a module has its own. */
@Component
class ErrorFormats {

	private final List<ErrorFormat> formats;

	ErrorFormats(List<ErrorFormat> formats) {
		this.formats = formats;
	}

	/**
	 * Words a problem.
	 * @param headers that the response has in any form
	 * @param path of the request, or null if it cannot be known
	 */
	ResponseEntity<Object> respond(ProblemDetail problem, HttpHeaders headers, @Nullable String path) {
		ResponseEntity<Object> response = this.formats.stream()
			.filter((format) -> path != null && format.isFor(path))
			.findFirst()
			.map((format) -> format.respond(problem))
			.orElseGet(() -> asDocument(problem));
		return ResponseEntity.status(response.getStatusCode())
			.headers(headers)
			.cacheControl(CacheControl.noStore())
			.headers(response.getHeaders())
			.body(response.getBody());
	}

	private static ResponseEntity<Object> asDocument(ProblemDetail problem) {
		return ResponseEntity.status(problem.getStatus()).contentType(MediaType.APPLICATION_PROBLEM_JSON).body(problem);
	}

}
