package io.charrnn.connection.body;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.charrnn.connection.Exchange;
import io.charrnn.problem.UnsupportedMediaException;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.coyote.InputBuffer;
import org.apache.coyote.Request;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Has a request's body decoded and bounded before its handler reads it. What Tomcat reads
 * itself, such as forms, is so, too.
 */
@Component
class Bodies implements HandlerInterceptor {

	private static final List<String> GZIP = List.of("gzip", "x-gzip");

	private final BodyBudget budget;

	private final long mostOfSmall;

	private final long mostOfLong;

	Bodies(BodySettings settings, BodyBudget budget,
			@Value("${spring.jackson.factory.constraints.read.max-document-length}") long mostOfLong) {
		this.budget = budget;
		this.mostOfSmall = Math.min(settings.maxSize().toBytes(), budget.most());
		this.mostOfLong = Math.min(mostOfLong, budget.most());
	}

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
		Exchange exchange = Exchange.of(request);
		if (exchange != null && request.getDispatcherType() == DispatcherType.REQUEST && hasBody(request)) {
			Request connection = exchange.request();
			InputBuffer body = decoded(request, connection);
			switch (size(handler)) {
				case SMALL -> connection.setInputBuffer(bounded(body, request, this.mostOfSmall));
				case LONG -> connection.setInputBuffer(bounded(body, request, this.mostOfLong));
				case STREAMED -> connection.setInputBuffer(body);
			}
		}
		return true;
	}

	private static boolean hasBody(HttpServletRequest request) {
		return request.getContentLengthLong() > 0 || request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
	}

	private static BodySize size(Object handler) {
		TakesBody declared = (handler instanceof HandlerMethod method) ? method.getMethodAnnotation(TakesBody.class)
				: null;
		return (declared != null) ? declared.value() : BodySize.SMALL;
	}

	private BoundedBody bounded(InputBuffer body, HttpServletRequest request, long most) {
		if (request.getContentLengthLong() > most) {
			throw BoundedBody.tooLarge(most);
		}
		BoundedBody bounded = new BoundedBody(body, most, this.budget);
		RequestContextHolder.currentRequestAttributes()
			.registerDestructionCallback(Bodies.class.getName(), bounded::release, RequestAttributes.SCOPE_REQUEST);
		return bounded;
	}

	/** Once decoded, a body has another length than its headers say. */
	private static InputBuffer decoded(HttpServletRequest request, Request connection) {
		String encoding = encoding(request);
		if (encoding.isEmpty() || encoding.equals("identity")) {
			return connection.getInputBuffer();
		}
		if (!GZIP.contains(encoding)) {
			throw new UnsupportedMediaException("unsupported-content-encoding",
					String.format(Locale.ROOT, "The body's Content-Encoding must be gzip or left out, but is \"%s\".",
							encoding),
					Map.of(HttpHeaders.ACCEPT_ENCODING, "gzip"))
				.with("header", HttpHeaders.CONTENT_ENCODING);
		}
		connection.setContentLength(-1);
		connection.getMimeHeaders().removeHeader(HttpHeaders.CONTENT_LENGTH);
		connection.getMimeHeaders().removeHeader(HttpHeaders.CONTENT_ENCODING);
		return new GunzippedBody(connection.getInputBuffer());
	}

	/** All that was done to the body, in order. */
	private static String encoding(HttpServletRequest request) {
		return String.join(", ", Collections.list(request.getHeaders(HttpHeaders.CONTENT_ENCODING)))
			.strip()
			.toLowerCase(Locale.ROOT);
	}

}
