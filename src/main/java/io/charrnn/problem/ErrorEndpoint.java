package io.charrnn.problem;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers where a filter or the server refused a request, and no controller saw it. */
@RestController
@Hidden
class ErrorEndpoint implements ErrorController {

	private final Problems problems;

	ErrorEndpoint(Problems problems) {
		this.problems = problems;
	}

	@RequestMapping("/error")
	ResponseEntity<ProblemDetail> error(HttpServletRequest request,
			@RequestAttribute(name = RequestDispatcher.ERROR_REQUEST_URI, required = false) @Nullable String path,
			@RequestAttribute(name = RequestDispatcher.ERROR_STATUS_CODE, required = false) @Nullable Integer status,
			@RequestAttribute(name = RequestDispatcher.ERROR_EXCEPTION, required = false) @Nullable Throwable failure) {
		int known = (status != null) ? status : HttpStatus.NOT_FOUND.value();
		ProblemDetail document = (failure != null && known >= 500)
				? this.problems.describe(failure, request.getMethod() + " " + path) : document(known);
		UnfinishedBody.letFinish(request);
		document.setInstance(ProblemAdvice.instance((path != null) ? path : request.getRequestURI()));
		return ResponseEntity.status(document.getStatus())
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.body(document);
	}

	private static ProblemDetail document(int status) {
		StatusProblem problem = StatusProblem.of(status);
		return Problems.document(HttpStatusCode.valueOf(problem.status()), problem.type(), problem.detail());
	}

}
