package io.charrnn.testing;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.context.TestComponent;
import org.springframework.context.ApplicationContext;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/**
 * Stands between the service and all tests of {@link ServiceTest}: what is answered in
 * JSON must be as the OpenAPI document describes it, or it becomes an internal error that
 * the test does not expect. What filters refuse passes here, too, as it is answered by
 * the advice that answers for controllers.
 */
@TestComponent
@ControllerAdvice
class DescribedAnswers implements ResponseBodyAdvice<Object> {

	/** The same in all contexts; to make it takes seconds. */
	private static final AtomicReference<ApiSchemas> SCHEMAS = new AtomicReference<>();

	/** Without the bounds that the service has for what it reads. */
	private static final JsonMapper UNBOUNDED = new JsonMapper();

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	private final ApplicationContext context;

	private final JsonMapper json;

	DescribedAnswers(ApplicationContext context, JsonMapper json) {
		this.context = context;
		this.json = json;
	}

	@Override
	public boolean supports(MethodParameter returnType, Class<? extends HttpMessageConverter<?>> converter) {
		return JacksonJsonHttpMessageConverter.class.isAssignableFrom(converter);
	}

	@Override
	public @Nullable Object beforeBodyWrite(@Nullable Object body, MethodParameter returnType, MediaType type,
			Class<? extends HttpMessageConverter<?>> converter, ServerHttpRequest request,
			ServerHttpResponse response) {
		if (body != null && request instanceof ServletServerHttpRequest asked
				&& response instanceof ServletServerHttpResponse answer) {
			check(body, type, asked.getServletRequest(), answer.getServletResponse());
		}
		return body;
	}

	private void check(Object body, MediaType type, HttpServletRequest request, HttpServletResponse response) {
		ApiSchemas schemas = schemas();
		String method = request.getMethod().equals("HEAD") ? "GET" : request.getMethod();
		if (schemas.describes(method, request.getRequestURI())) {
			List<String> errors = schemas.errors(method, request.getRequestURI(), response.getStatus(), type.toString(),
					UNBOUNDED.readTree(this.json.writeValueAsBytes(body)));
			if (!errors.isEmpty()) {
				throw new IllegalStateException("not as the API's document says: " + errors);
			}
		}
	}

	/** Waits where the document is being made for another request. */
	ApiSchemas schemas() {
		ApiSchemas schemas = SCHEMAS.get();
		return (schemas != null) ? schemas
				: Awaitility.await().atMost(PATIENCE).ignoreExceptions().until(this::make, (made) -> made != null);
	}

	private ApiSchemas make() throws ClassNotFoundException {
		Object document = this.context.getBean(Class.forName("io.charrnn.api.documentation.ApiDocument"));
		ResponseEntity<byte[]> made = ReflectionTestUtils.invokeMethod(document, "json", new MockHttpServletRequest());
		byte[] json = Objects.requireNonNull(Objects.requireNonNull(made).getBody());
		ApiSchemas schemas = new ApiSchemas(UNBOUNDED.readTree(json));
		SCHEMAS.set(schemas);
		return schemas;
	}

}
