package io.charrnn.problem;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.http11.Constants;
import org.apache.tomcat.util.http.MimeHeaders;
import org.apache.tomcat.util.res.StringManager;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;

/**
 * Answers where Tomcat itself rejects a request, so that no handler is ever asked, and
 * where a handler says no more than a status, as some of Actuator's do.
 */
class ProblemReportValve extends ErrorReportValve {

	private static final String TOO_LARGE = StringManager.getManager(Constants.class)
		.getString("iib.requestheadertoolarge.error");

	private final JsonMapper json;

	private final ErrorFormats formats;

	ProblemReportValve(JsonMapper json, ErrorFormats formats) {
		this.json = json;
		this.formats = formats;
	}

	@Override
	protected void report(Request request, Response response, @Nullable Throwable failure) {
		boolean refusedByTomcat = response.isError();
		boolean reported = refusedByTomcat && !response.setErrorReported();
		if (response.getStatus() < 400 || response.getContentWritten() > 0 || reported) {
			return;
		}
		int status = status(request, response, failure);
		StatusProblem problem = (refusedByTomcat && status == HttpServletResponse.SC_BAD_REQUEST)
				? HttpRules.broken(request, failure) : StatusProblem.of(status);
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
			this.container.getLogger().debug("The client disconnected before the error was sent", ex);
		}
	}

	/** Tomcat calls a head malformed that is only too large. */
	private static int status(Request request, Response response, @Nullable Throwable failure) {
		boolean tooLarge = failure != null && (TOO_LARGE.equals(failure.getMessage()) || isTooManyHeaders(failure));
		if (response.getStatus() != HttpServletResponse.SC_BAD_REQUEST || !tooLarge) {
			return response.getStatus();
		}
		return (request.getRequestURI() == null) ? HttpServletResponse.SC_REQUEST_URI_TOO_LONG
				: HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE.value();
	}

	private static boolean isTooManyHeaders(Throwable failure) {
		StackTraceElement[] trace = failure.getStackTrace();
		return trace.length > 0 && trace[0].getClassName().equals(MimeHeaders.class.getName());
	}

	private ResponseEntity<Object> answer(StatusProblem problem, @Nullable String path) {
		ProblemDetail document = Problems.document(HttpStatusCode.valueOf(problem.status()), problem.type(),
				problem.detail());
		return this.formats.respond(document, new HttpHeaders(), path);
	}

}
