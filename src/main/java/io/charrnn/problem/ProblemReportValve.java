package io.charrnn.problem;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;

/**
 * Answers where Tomcat itself refuses a request, so that no handler is ever asked.
 */
class ProblemReportValve extends ErrorReportValve {

	private final JsonMapper json;

	private final ErrorFormats formats;

	ProblemReportValve(JsonMapper json, ErrorFormats formats) {
		this.json = json;
		this.formats = formats;
	}

	@Override
	protected void report(Request request, Response response, @Nullable Throwable failure) {
		if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
			return;
		}
		StatusProblem problem = (response.getStatus() == HttpServletResponse.SC_BAD_REQUEST)
				? HttpRules.broken(request, failure) : StatusProblem.of(response.getStatus());
		ResponseEntity<Object> answer = answer(problem, request.getRequestURI());
		response.setStatus(answer.getStatusCode().value());
		answer.getHeaders().forEach((name, values) -> values.forEach((value) -> response.addHeader(name, value)));
		try {
			response.setCharacterEncoding(StandardCharsets.UTF_8);
			PrintWriter writer = response.getReporter();
			if (writer != null) {
				writer.write(this.json.writeValueAsString(answer.getBody()));
				response.finishResponse();
			}
		}
		catch (IOException ex) {
			this.container.getLogger().debug("The client left before it was told what is wrong", ex);
		}
	}

	private ResponseEntity<Object> answer(StatusProblem problem, @Nullable String path) {
		ProblemDetail document = Problems.document(HttpStatusCode.valueOf(problem.status()), problem.type(),
				problem.detail());
		return this.formats.respond(document, new HttpHeaders(), path);
	}

}
