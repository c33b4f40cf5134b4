package io.charrnn.api;

import java.util.Set;

import io.charrnn.problem.UnprocessableException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Answers {@code ?format=csv} like {@code Accept: text/csv}: a spreadsheet that opens an
 * address sends no such header.
 */
final class TableFormat implements HandlerInterceptor {

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
		if (handler instanceof HandlerMethod method
				&& Table.class.isAssignableFrom(method.getReturnType().getParameterType())) {
			String format = format(request.getQueryString());
			if (format != null && !format.equals("csv")) {
				throw UnprocessableException.outOfBounds(Table.FORMAT, format, "csv, or left out for JSON");
			}
			if (format != null) {
				request.setAttribute(HandlerMapping.PRODUCIBLE_MEDIA_TYPES_ATTRIBUTE, Set.of(CsvConverter.TYPE));
			}
		}
		return true;
	}

	private static @Nullable String format(@Nullable String query) {
		if (query == null) {
			return null;
		}
		return UriComponentsBuilder.newInstance().query(query).build().getQueryParams().getFirst(Table.FORMAT);
	}

}
