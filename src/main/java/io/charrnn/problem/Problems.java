package io.charrnn.problem;

import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;

/** Turns exceptions into problem documents (RFC 9457). */
@Component
public class Problems {

	/** What every type begins with. */
	public static final String TYPE_PREFIX = "urn:char-rnn:problem:";

	private static final Logger logger = LoggerFactory.getLogger(Problems.class);

	private final List<Translation> translations;

	Problems(List<Translation> translations) {
		this.translations = translations;
	}

	/**
	 * Describes what happened. Of an exception that nobody foresaw nothing is told but
	 * the name under which it stands in the log.
	 * @param failure what was thrown
	 * @param where what was being done, for the log
	 * @return the document, without an instance
	 */
	public ProblemDetail describe(Throwable failure, String where) {
		Problem problem = find(failure);
		return (problem != null) ? document(problem) : unexpected(failure, where);
	}

	/** The problem that an exception is, wraps or means, or null if nobody foresaw it. */
	@Nullable Problem find(Throwable failure) {
		for (Throwable cause : chain(failure)) {
			if (cause instanceof Problem problem) {
				return problem;
			}
			for (Translation translation : this.translations) {
				Problem problem = translation.translate(cause);
				if (problem != null) {
					return problem;
				}
			}
		}
		return null;
	}

	/** The document of a problem. */
	static ProblemDetail document(Problem problem) {
		ProblemDetail document = document(HttpStatus.valueOf(problem.status()), problem.type(), problem.detail());
		problem.properties().forEach(document::setProperty);
		return document;
	}

	/** A document. */
	static ProblemDetail document(HttpStatusCode status, String type, String detail) {
		ProblemDetail document = ProblemDetail.forStatus(status);
		document.setType(URI.create(TYPE_PREFIX + type));
		document.setTitle(title(type));
		document.setDetail(detail);
		RequestId.current().ifPresent((id) -> document.setProperty("requestId", id));
		return document;
	}

	private static ProblemDetail unexpected(Throwable failure, String where) {
		String id = UUID.randomUUID().toString();
		logger.error("Unexpected failure {} in {}", id, where, failure);
		ProblemDetail document = document(HttpStatus.INTERNAL_SERVER_ERROR, "internal-error",
				"An internal error occurred. The service's log has details under the id " + id + ".");
		document.setProperty("id", id);
		return document;
	}

	/** {@code unknown-character} becomes {@code Unknown character}. */
	static String title(String type) {
		String words = type.replace('-', ' ');
		return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
	}

	/** An exception and its causes, each once. */
	static Set<Throwable> chain(Throwable failure) {
		Set<Throwable> chain = new LinkedHashSet<>();
		for (Throwable cause = failure; cause != null && chain.add(cause);) {
			cause = cause.getCause();
		}
		return chain;
	}

}
