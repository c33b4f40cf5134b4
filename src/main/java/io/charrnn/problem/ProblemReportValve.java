package io.charrnn.problem;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.MediaType;

/**
 * Answers with a problem document where Tomcat itself refuses a request, so that no
 * handler is ever asked.
 */
class ProblemReportValve extends ErrorReportValve {

	private final JsonMapper json;

	ProblemReportValve(JsonMapper json) {
		this.json = json;
	}

	@Override
	protected void report(Request request, Response response, @Nullable Throwable failure) {
		if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
			return;
		}
		StatusProblem problem = StatusProblem.of(response.getStatus());
		response.setStatus(problem.status());
		try {
			response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
			response.setCharacterEncoding(StandardCharsets.UTF_8);
			PrintWriter writer = response.getReporter();
			if (writer != null) {
				writer.write(body(problem));
				response.finishResponse();
			}
		}
		catch (IOException ex) {
			this.container.getLogger().debug("The client left before it was told what is wrong", ex);
		}
	}

	private String body(StatusProblem problem) {
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("type", Problems.TYPE_PREFIX + problem.type());
		body.put("title", Problems.title(problem.type()));
		body.put("status", problem.status());
		body.put("detail", problem.detail());
		return this.json.writeValueAsString(body);
	}

}
