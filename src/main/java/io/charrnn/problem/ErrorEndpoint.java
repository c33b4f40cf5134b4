package io.charrnn.problem;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers where a filter or the server rejected a request, and no controller saw it. */
@RestController
@Hidden
class ErrorEndpoint implements ErrorController {

	private final Problems problems;

	private final ErrorFormats formats;

	ErrorEndpoint(Problems problems, ErrorFormats formats) {
		this.problems = problems;
		this.formats = formats;
	}

	@RequestMapping("/error")
	ResponseEntity<Object> error(HttpServletRequest request,
			@RequestAttribute(name = RequestDispatcher.ERROR_REQUEST_URI, required = false) @Nullable String path,
			@RequestAttribute(name = RequestDispatcher.ERROR_STATUS_CODE, required = false) @Nullable Integer status,
			@RequestAttribute(name = RequestDispatcher.ERROR_EXCEPTION, required = false) @Nullable Throwable failure) {
		String asked = (path != null) ? path : request.getRequestURI();
		int known = (status != null) ? status : HttpStatus.NOT_FOUND.value();
		ProblemDetail document = (failure != null && known >= 500)
				? this.problems.describe(failure, request.getMethod() + " " + asked) : document(known);
		UnfinishedBody.letFinish(request);
		document.setInstance(ProblemAdvice.instance(asked));
		return this.formats.respond(document, new HttpHeaders(), asked);
	}

	private static ProblemDetail document(int status) {
		StatusProblem problem = StatusProblem.of(status);
		return Problems.document(HttpStatusCode.valueOf(problem.status()), problem.type(), problem.detail());
	}

}
