package io.charrnn.problem;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.apache.catalina.connector.Request;
import org.apache.tomcat.util.http.parser.Host;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.util.StringUtils;

/** Says which rule of HTTP a request breaks that Tomcat rejects with 400. */
final class HttpRules {

	private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

	/** What Tomcat quotes. */
	private static final Pattern QUOTED = Pattern.compile("\\[(.*)]", Pattern.DOTALL);

	private static final String BAD_HEADER_LINE = "The HTTP header line";

	private static final String REPLACEMENT_CHARACTER = "\uFFFD";

	private HttpRules() {
	}

	/**
	 * Describes the broken rule.
	 * @param request as far as Tomcat has read it
	 * @param failure what stopped it, if it says so
	 */
	static StatusProblem broken(Request request, @Nullable Throwable failure) {
		return malformed(Stream
			.<Supplier<String>>of(() -> requestLine(request, failure), () -> headerLine(failure), () -> host(request),
					() -> contentLength(request), () -> transferEncoding(request))
			.map(Supplier::get)
			.filter(StringUtils::hasText)
			.findFirst()
			.orElseGet(() -> target(request)));
	}

	/** A query whose parameters cannot be decoded. */
	static StatusProblem brokenQuery(@Nullable String query) {
		String bad = Stream.of((query != null) ? query.split("&") : new String[0])
			.filter((parameter) -> !isDecodable(parameter))
			.findFirst()
			.orElse("");
		return malformed("a parameter is not percent-encoded UTF-8: \"%s\"".formatted(Shown.shortened(bad)));
	}

	/** A body that does not end, or go on, as it says. */
	static StatusProblem brokenBody(String reason) {
		return malformed("the framing of its body cannot be parsed: " + reason);
	}

	private static StatusProblem malformed(String rule) {
		return new StatusProblem(400, "malformed-request",
				"The request violates the rules of HTTP: %s.".formatted(rule));
	}

	private static String requestLine(Request request, @Nullable Throwable failure) {
		org.apache.coyote.Request read = request.getCoyoteRequest();
		if (!StringUtils.hasText(read.getMethod())) {
			return "its request line does not start with a method, but with \"%s\"".formatted(quoted(failure));
		}
		if (read.requestURI().isNull()) {
			return "its target has characters that must be percent-encoded: \"%s\"".formatted(quoted(failure));
		}
		return read.protocol().isNull()
				? "its request line does not end with a version of HTTP, but with \"%s\"".formatted(quoted(failure))
				: "";
	}

	private static String host(Request request) {
		List<String> hosts = Collections.list(request.getHeaders(HttpHeaders.HOST));
		if (hosts.size() > 1) {
			return "a header occurs twice: Host";
		}
		if (hosts.isEmpty()) {
			return "HTTP/1.1".equals(request.getProtocol()) ? "a header is missing: Host" : "";
		}
		try {
			Host.parse(hosts.get(0).replace('_', 'x'));
			return "";
		}
		catch (IllegalArgumentException ex) {
			return ("a header is wrong: Host is \"%s\", which is neither an address nor a name of letters, digits, hyphens, "
					+ "underscores and dots")
				.formatted(Shown.shortened(hosts.get(0)));
		}
	}

	private static String headerLine(@Nullable Throwable failure) {
		return (failure != null && String.valueOf(failure.getMessage()).startsWith(BAD_HEADER_LINE))
				? "a header is not a name with a colon and a value: \"%s\"".formatted(quoted(failure)) : "";
	}

	private static String contentLength(Request request) {
		List<String> lengths = Collections.list(request.getHeaders(HttpHeaders.CONTENT_LENGTH));
		if (lengths.size() > 1) {
			return "a header occurs twice: Content-Length";
		}
		return lengths.stream()
			.filter((length) -> !LENGTH.matcher(length.strip()).matches())
			.map((length) -> "a header is wrong: Content-Length is \"%s\"".formatted(Shown.shortened(length)))
			.findFirst()
			.orElse("");
	}

	private static String transferEncoding(Request request) {
		String encoding = request.getHeader(HttpHeaders.TRANSFER_ENCODING);
		if (encoding == null) {
			return "";
		}
		return "HTTP/1.0".equals(request.getProtocol()) ? "a header is wrong: HTTP/1.0 has no Transfer-Encoding"
				: "the framing of its body: Transfer-Encoding is \"%s\", but only chunked is supported"
					.formatted(Shown.shortened(encoding));
	}

	/** Nothing else is rejected. */
	private static String target(Request request) {
		String target = String.valueOf(request.getCoyoteRequest().requestURI());
		return ("its target \"%s\" has an encoded / or NUL, a % without two hexadecimal digits, bytes that are not "
				+ "UTF-8, or .. that leave the root, or it is a URL whose scheme, user or host is wrong")
			.replace("%s", Shown.shortened(target));
	}

	private static String quoted(@Nullable Throwable failure) {
		Matcher quoted = QUOTED.matcher((failure != null) ? String.valueOf(failure.getMessage()) : "");
		return quoted.find() ? Shown.shortened(quoted.group(1).strip()) : "";
	}

	private static boolean isDecodable(String parameter) {
		try {
			return !StringUtils.uriDecode(parameter, StandardCharsets.UTF_8).contains(REPLACEMENT_CHARACTER);
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

}
