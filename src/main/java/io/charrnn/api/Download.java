package io.charrnn.api;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.charrnn.problem.PreconditionFailedException;
import io.charrnn.problem.RangeNotSatisfiableException;
import io.charrnn.problem.Shown;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.AbstractResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.ResourceRegion;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRange;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.converter.ResourceHttpMessageConverter;
import org.springframework.http.converter.ResourceRegionHttpMessageConverter;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.util.StringUtils;
import org.springframework.web.context.request.ServletWebRequest;

/**
 * Bytes that never change under their tag, sent as a whole or in parts (RFC 9110, 13 and
 * 14). By itself, Spring heeds neither If-Match where something is only read nor
 * If-Range, and sends the whole where a part is requested that there is not. Bytes and
 * length are requested only where they are needed.
 *
 * @param bytes opens what is sent
 * @param length in bytes; asked by HEAD, negative if it is not known before the bytes are
 * made
 * @param tag what names them, without quotes
 */
public record Download(Supplier<InputStream> bytes, LongSupplier length, MediaType type, String tag) {

	private static final ResourceHttpMessageConverter WHOLE = new ResourceHttpMessageConverter(false);

	private static final ResourceRegionHttpMessageConverter PARTS = new ResourceRegionHttpMessageConverter();

	/**
	 * Sends what the request asks for.
	 * @param request with its conditions and ranges
	 * @param response for the answer, which may have further headers already
	 * @throws PreconditionFailedException if the client has another version in mind
	 * @throws RangeNotSatisfiableException if it asks for a part that there is not
	 */
	public void send(HttpServletRequest request, HttpServletResponse response) throws IOException {
		requireMatch(request.getHeader(HttpHeaders.IF_MATCH));
		if (new ServletWebRequest(request, response).checkNotModified(quoted())) {
			return;
		}
		String range = range(request);
		List<ResourceRegion> parts = (range != null) ? parts(range) : List.of();
		ServletServerHttpResponse out = new ServletServerHttpResponse(response);
		out.getHeaders().set(HttpHeaders.ACCEPT_RANGES, "bytes");
		if (!parts.isEmpty()) {
			out.setStatusCode(HttpStatus.PARTIAL_CONTENT);
			PARTS.write(parts, this.type, out);
		}
		else if (HttpMethod.HEAD.matches(request.getMethod())) {
			out.getHeaders().setContentType(this.type);
			long known = this.length.getAsLong();
			if (known >= 0) {
				out.getHeaders().setContentLength(known);
			}
			out.flush();
		}
		else {
			WHOLE.write(resource(), this.type, out);
		}
	}

	private void requireMatch(@Nullable String tags) {
		if (tags != null && !tags.strip().equals("*")
				&& !StringUtils.commaDelimitedListToSet(tags.replace(" ", "")).contains(quoted())) {
			throw new PreconditionFailedException("precondition-failed",
					"If-Match must name the current version, %s, but is %s.".formatted(quoted(),
							Shown.shortened(tags)));
		}
	}

	/** The range that counts: not one of another unit, nor of another version. */
	private @Nullable String range(HttpServletRequest request) {
		String range = request.getHeader(HttpHeaders.RANGE);
		String condition = request.getHeader(HttpHeaders.IF_RANGE);
		boolean counts = range != null && HttpMethod.GET.matches(request.getMethod()) && Ranges.areOfBytes(range)
				&& (condition == null || condition.strip().equals(quoted()));
		return counts ? range : null;
	}

	private List<ResourceRegion> parts(String range) {
		long length = this.length.getAsLong();
		try {
			List<HttpRange> ranges = HttpRange.parseRanges(range)
				.stream()
				.filter((part) -> part.getRangeStart(length) < length)
				.toList();
			if (!ranges.isEmpty()) {
				return HttpRange.toResourceRegions(ranges, resource());
			}
		}
		catch (IllegalArgumentException ex) {
			throw (RangeNotSatisfiableException) new RangeNotSatisfiableException(range, length).initCause(ex);
		}
		throw new RangeNotSatisfiableException(range, length);
	}

	private Resource resource() {
		return new AbstractResource() {

			@Override
			public InputStream getInputStream() {
				return Download.this.bytes.get();
			}

			@Override
			public long contentLength() {
				return Download.this.length.getAsLong();
			}

			@Override
			public boolean exists() {
				return true;
			}

			@Override
			public String getDescription() {
				return "bytes " + Download.this.tag;
			}

		};
	}

	private String quoted() {
		return "\"" + this.tag + "\"";
	}

}
