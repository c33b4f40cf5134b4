package io.charrnn.fuzz;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * A request that has to be refused.
 *
 * @param flaw what is wrong with it
 * @param method of HTTP
 * @param target path and query
 * @param headers by name
 * @param body its bytes, none for a request without one
 * @param cause what the refusal has to mention
 */
record MalformedRequest(String flaw, String method, String target, Map<String, String> headers, byte[] body,
		String cause) {

	HttpRequest toHttp(URI service, Duration timeout) {
		HttpRequest.Builder request = HttpRequest.newBuilder(service.resolve(this.target))
			.timeout(timeout)
			.method(this.method, BodyPublishers.ofByteArray(this.body));
		this.headers.forEach(request::header);
		return request.build();
	}

	@Override
	public String toString() {
		String text = new String(this.body, StandardCharsets.UTF_8);
		String shown = (text.length() > 300) ? text.substring(0, 300) + "..." : text;
		return "%s: %s %s %s %s".formatted(this.flaw, this.method, this.target, this.headers, shown);
	}

}
