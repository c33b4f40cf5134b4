package io.charrnn.problem;

import java.io.IOException;

import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * Lets a client that waited for "100 Continue" and was told so finish its body when the
 * answer is a refusal. Tomcat would cut the connection, and such clients (curl is one)
 * then often report the cut instead of the answer.
 */
class UnfinishedBody extends ValveBase {

	private static final String ATTRIBUTE = UnfinishedBody.class.getName();

	UnfinishedBody() {
		super(true);
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		if (request.getCoyoteRequest().hasExpectation()) {
			request.setAttribute(ATTRIBUTE, request.getCoyoteRequest());
		}
		getNext().invoke(request, response);
	}

	/** To be called before a refusal is sent. */
	static void letFinish(ServletRequest request) {
		if (request.getAttribute(ATTRIBUTE) instanceof org.apache.coyote.Request begun && begun.getBytesRead() > 0) {
			begun.setExpectation(false);
		}
	}

}
