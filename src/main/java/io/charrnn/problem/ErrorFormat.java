package io.charrnn.problem;

import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;

/**
 * An alternative to problem documents for the errors under some paths, for clients that
 * expect it.
 */
public interface ErrorFormat {

	/**
	 * Whether this is the form of a path's errors.
	 * @param path of the request
	 */
	boolean isFor(String path);

	/**
	 * Words a problem.
	 * @param problem what would be answered elsewhere
	 * @return the answer: status, headers, and a body that becomes JSON
	 */
	ResponseEntity<Object> respond(ProblemDetail problem);

}
