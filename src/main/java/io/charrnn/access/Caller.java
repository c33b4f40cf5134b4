package io.charrnn.access;

import java.util.Optional;

import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/** Who makes the request that this thread works for. */
public final class Caller {

	static final String ATTRIBUTE = Caller.class.getName();

	private Caller() {
	}

	/** The id of the caller's key; empty where none is needed. */
	public static Optional<String> keyId() {
		RequestAttributes request = RequestContextHolder.getRequestAttributes();
		return (request == null) ? Optional.empty()
				: Optional.ofNullable((String) request.getAttribute(ATTRIBUTE, RequestAttributes.SCOPE_REQUEST));
	}

}
