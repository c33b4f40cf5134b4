package io.charrnn.api;

import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/** The client waiting for the response to a request. */
@FunctionalInterface
public interface Client {

	/** Under which an HTTP request has its client as an attribute. */
	String ATTRIBUTE = Client.class.getName();

	/** Whether nobody waits any more; to be asked by the request's own thread. */
	boolean isGone();

	/** The client of the HTTP request that the calling thread answers, if it does. */
	static Client ofThisThread() {
		RequestAttributes attributes = RequestContextHolder.getRequestAttributes();
		if (attributes != null
				&& attributes.getAttribute(ATTRIBUTE, RequestAttributes.SCOPE_REQUEST) instanceof Client client) {
			return client;
		}
		return () -> false;
	}

}
