package io.charrnn.problem;

import java.io.IOException;

import jakarta.servlet.ServletException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * Forgets which languages a client would like, as there is one. Spring asks for them at
 * every request, and the JDK keeps each that was ever named as long as there is memory.
 */
class OneLanguage extends ValveBase {

	private static final String HEADER = "accept-language";

	OneLanguage() {
		super(true);
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		request.getCoyoteRequest().getMimeHeaders().removeHeader(HEADER);
		getNext().invoke(request, response);
	}

}
