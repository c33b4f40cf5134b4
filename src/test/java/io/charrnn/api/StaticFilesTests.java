package io.charrnn.api;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import org.springframework.web.servlet.resource.ResourceHttpRequestHandler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StaticFilesTests {

	private final StaticFiles files = new StaticFiles();

	@ParameterizedTest
	@ValueSource(strings = { "index.html", "/index.html", "page/main.js", "uplot/dist/uPlot.min.css",
			"uplot/1.6.30/dist/uPlot.min.css", "swagger-ui.css" })
	void looksForFilesThatThereAre(String path) throws Exception {
		assertThat(look(path, new ResourceHttpRequestHandler())).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "nothing", "page/main.js/x", "page//main.js", "uplot/2/dist/uPlot.min.css",
			"static/page/main.js", "io/charrnn/CharRnnServer.class", "application.yaml", "" })
	void looksForNoOthers(String path) {
		assertThatThrownBy(() -> look(path, new ResourceHttpRequestHandler()))
			.isInstanceOf(NoResourceFoundException.class);
	}

	@ParameterizedTest
	@ValueSource(strings = "api/v1/anything")
	void leavesOtherHandlersAlone(String path) throws Exception {
		assertThat(look(path, new Object())).isTrue();
	}

	private boolean look(String path, Object handler) throws Exception {
		MockHttpServletRequest request = new MockHttpServletRequest("GET", "/" + path);
		request.setAttribute(HandlerMapping.PATH_WITHIN_HANDLER_MAPPING_ATTRIBUTE, path);
		return this.files.preHandle(request, new MockHttpServletResponse(), handler);
	}

}
