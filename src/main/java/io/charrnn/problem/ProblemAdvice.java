package io.charrnn.problem;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

import jakarta.servlet.http.HttpServletRequest;
import org.apache.catalina.connector.ClientAbortException;
import org.apache.coyote.BadRequestException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.apache.tomcat.util.http.fileupload.MultipartStream;
import org.apache.tomcat.util.http.fileupload.impl.FileCountLimitExceededException;
import org.apache.tomcat.util.http.fileupload.impl.IOFileUploadException;
import org.apache.tomcat.util.http.fileupload.impl.SizeException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectMapper;

import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.util.StringUtils;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.multipart.support.MissingServletRequestPartException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import org.springframework.web.util.DisconnectedClientHelper;

/** Answers every exception of a request with a problem document. */
@RestControllerAdvice
class ProblemAdvice extends ResponseEntityExceptionHandler {

	private final Problems problems;

	private final ObjectMapper json;

	private final UnreadableJson unreadableJson;

	private final ErrorFormats formats;

	private final NearPaths nearPaths;

	ProblemAdvice(Problems problems, ObjectMapper json, ErrorFormats formats, NearPaths nearPaths) {
		this.problems = problems;
		this.formats = formats;
		this.nearPaths = nearPaths;
		this.json = json;
		this.unreadableJson = new UnreadableJson(json);
	}

	@ExceptionHandler
	@Nullable ResponseEntity<Object> handleAny(Throwable failure, WebRequest request) {
		Problem problem = this.problems.find(failure);
		if (problem != null) {
			return respond(problem, request);
		}
		Collection<Throwable> chain = Problems.chain(failure);
		if (isAny(chain, SocketTimeoutException.class)) {
			return respond(HttpStatus.REQUEST_TIMEOUT, request);
		}
		if (isAny(chain, InvalidParameterException.class)) {
			return respond(HttpRules.brokenQuery(((ServletWebRequest) request).getRequest().getQueryString()), request);
		}
		if (isAny(chain, BadRequestException.class) && !isLeaving(chain)) {
			return respond(HttpRules.brokenBody(reason(chain)), request);
		}
		if (isLeaving(chain) || DisconnectedClientHelper.isClientDisconnectedException(failure)) {
			return ResponseEntity.badRequest().build();
		}
		return respond(this.problems.describe(failure, where(request)), new HttpHeaders(), request);
	}

	@ExceptionHandler
	@Nullable ResponseEntity<Object> handleMultipart(MultipartException failure, WebRequest request) {
		Collection<Throwable> chain = Problems.chain(failure);
		if (this.problems.find(failure) != null || isAny(chain, IOFileUploadException.class)
				&& !isAny(chain, MultipartStream.MalformedStreamException.class)) {
			return handleAny(failure, request);
		}
		return respond(
				new MalformedException("malformed-multipart",
						"The body is not a valid multipart/form-data document with its Content-Type's boundary."),
				request);
	}

	/** One that ends its body before it should may still read what is wrong. */
	private static boolean isLeaving(Collection<Throwable> chain) {
		return isAny(chain, ClientAbortException.class) && !isAny(chain, EOFException.class);
	}

	/** In Tomcat's words. */
	private static String reason(Collection<Throwable> chain) {
		return chain.stream()
			.filter(BadRequestException.class::isInstance)
			.map((failure) -> String.valueOf(failure.getMessage()))
			.findFirst()
			.orElseThrow();
	}

	private static boolean isAny(Collection<Throwable> chain, Class<?> type) {
		return chain.stream().anyMatch(type::isInstance);
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(HttpMessageNotReadableException failure,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		Collection<Throwable> chain = Problems.chain(failure);
		if (isAny(chain, IOException.class) || this.problems.find(failure) != null) {
			return handleAny(failure, request);
		}
		return chain.stream()
			.filter(JacksonException.class::isInstance)
			.findFirst()
			.map((cause) -> respond(this.unreadableJson.describe((JacksonException) cause), request))
			.orElseGet(() -> respond(new MalformedException("missing-body", "The request needs a body."), request));
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleTypeMismatch(TypeMismatchException failure, HttpHeaders headers,
			HttpStatusCode status, WebRequest request) {
		if (failure instanceof MethodArgumentTypeMismatchException mismatch
				&& mismatch.getParameter().hasParameterAnnotation(PathVariable.class)) {
			return respond(
					new NotFoundException("not-found",
							"There is nothing with the %s \"%s\".".formatted(mismatch.getName(), mismatch.getValue())),
					request);
		}
		String name = failure.getPropertyName();
		Class<?> type = failure.getRequiredType();
		String expected = (type == null) ? "something else"
				: type.isRecord() ? "an id" : ValueType.describe(type, this.json);
		return respond(new MalformedException("invalid-parameter",
				"The parameter %s must be %s, but is \"%s\".".formatted(name, expected, failure.getValue()))
			.with("parameter", String.valueOf(name)), request);
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleMissingServletRequestParameter(
			MissingServletRequestParameterException failure, HttpHeaders headers, HttpStatusCode status,
			WebRequest request) {
		return respond(missing(failure.getParameterName(), "parameter"), request);
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleMissingServletRequestPart(
			MissingServletRequestPartException failure, HttpHeaders headers, HttpStatusCode status,
			WebRequest request) {
		return respond(missing(failure.getRequestPartName(), "part"), request);
	}

	private static Problem missing(String name, String kind) {
		return new MalformedException("missing-" + kind, "The request needs the %s %s.".formatted(kind, name))
			.with(kind, name);
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleHttpRequestMethodNotSupported(
			HttpRequestMethodNotSupportedException failure, HttpHeaders headers, HttpStatusCode status,
			WebRequest request) {
		String[] supported = failure.getSupportedMethods();
		String allowed = (supported != null) ? String.join(", ", supported) : "none";
		return respond(
				Problems.document(status, "method-not-allowed",
						"This path does not support %s, but %s.".formatted(failure.getMethod(), allowed)),
				headers, request);
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleHttpMediaTypeNotSupported(
			HttpMediaTypeNotSupportedException failure, HttpHeaders headers, HttpStatusCode status,
			WebRequest request) {
		MediaType sent = failure.getContentType();
		String written = ((ServletWebRequest) request).getRequest().getContentType();
		if (sent == null && StringUtils.hasText(written)) {
			return respond(new MalformedException("invalid-media-type",
					"The Content-Type \"%s\" cannot be parsed.".formatted(Shown.shortened(written))), request);
		}
		return respond(
				Problems
					.document(status, "unsupported-media-type",
							"%s; use %s.".formatted(
									(sent != null) ? "The body must not be " + sent.getType() + "/" + sent.getSubtype()
											: "The request needs a Content-Type",
									names(failure.getSupportedMediaTypes()))),
				headers, request);
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleHttpMediaTypeNotAcceptable(
			HttpMediaTypeNotAcceptableException failure, HttpHeaders headers, HttpStatusCode status,
			WebRequest request) {
		return respond(Problems.document(status, "not-acceptable",
				("The Accept header allows none of the available types: %s.")
					.formatted(names(failure.getSupportedMediaTypes()))),
				headers, request);
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleMaxUploadSizeExceededException(
			MaxUploadSizeExceededException failure, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		return respond(Problems.chain(failure)
			.stream()
			.map(ProblemAdvice::refused)
			.flatMap(Optional::stream)
			.findFirst()
			.orElseGet(() -> new TooLargeException("too-large", "The body is larger than allowed.")), request);
	}

	/** What Tomcat rejects of a form. */
	private static Optional<Problem> refused(Throwable cause) {
		if (cause instanceof FileCountLimitExceededException count) {
			return Optional.of(new UnprocessableException("too-many-files", String.format(Locale.ROOT,
					"The form has more than the maximum of %,d parts; a zip can have more files.", count.getLimit())));
		}
		return (cause instanceof SizeException size) ? Optional.of(tooLarge(size.getPermittedSize()))
				: Optional.empty();
	}

	private static Problem tooLarge(long bytes) {
		return new TooLargeException("too-large",
				String.format(Locale.ROOT, "The body is larger than the maximum of %,d bytes.", bytes))
			.with("maxBytes", bytes);
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleNoResourceFoundException(NoResourceFoundException failure,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		return this.nearPaths.of(((ServletWebRequest) request).getRequest().getRequestURI())
			.map((near) -> respond(new NotFoundException("unknown-path",
					"There is nothing at this path; did you mean %s?".formatted(Shown.shortened(near)))
				.with("near", near), request))
			.orElseGet(() -> respond(HttpStatus.NOT_FOUND, request));
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleExceptionInternal(Exception failure, @Nullable Object body,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		if (status.is5xxServerError() && status.value() != HttpStatus.SERVICE_UNAVAILABLE.value()) {
			return handleAny(failure, request);
		}
		return respond(status, request);
	}

	private @Nullable ResponseEntity<Object> respond(Problem problem, WebRequest request) {
		HttpHeaders headers = new HttpHeaders();
		headers.setAll(problem.headers());
		return respond(Problems.document(problem), headers, request);
	}

	private @Nullable ResponseEntity<Object> respond(HttpStatusCode status, WebRequest request) {
		return respond(StatusProblem.of(status.value()), request);
	}

	private @Nullable ResponseEntity<Object> respond(StatusProblem problem, WebRequest request) {
		return respond(Problems.document(HttpStatusCode.valueOf(problem.status()), problem.type(), problem.detail()),
				new HttpHeaders(), request);
	}

	private static String where(WebRequest request) {
		HttpServletRequest exchange = ((ServletWebRequest) request).getRequest();
		return exchange.getMethod() + " " + exchange.getRequestURI();
	}

	/** Nothing, if a part of another response is already on its way. */
	private @Nullable ResponseEntity<Object> respond(ProblemDetail document, HttpHeaders headers, WebRequest request) {
		ServletWebRequest exchange = (ServletWebRequest) request;
		if (exchange.getResponse() != null && exchange.getResponse().isCommitted()) {
			return null;
		}
		UnfinishedBody.letFinish(exchange.getRequest());
		String path = exchange.getRequest().getRequestURI();
		document.setInstance(instance(path));
		return this.formats.respond(document, headers, path);
	}

	static @Nullable URI instance(String path) {
		try {
			return URI.create(path);
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private static String names(Collection<MediaType> types) {
		return types.stream().map(MediaType::toString).distinct().collect(Collectors.joining(", "));
	}

}
