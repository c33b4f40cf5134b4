package io.charrnn.problem;

import org.apache.catalina.Host;
import org.apache.catalina.core.StandardHost;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What application.yaml cannot say about Tomcat. */
@Configuration(proxyBeanMethods = false)
class TomcatSettings {

	private static final int MOST_LANGUAGES = 100_000;

	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemReports(JsonMapper json, ErrorFormats formats) {
		return (factory) -> factory.addContextCustomizers((context) -> {
			Host host = (Host) context.getParent();
			host.getPipeline().addValve(new ProblemReportValve(json, formats));
			host.getPipeline().addValve(new UnfinishedBody());
			((StandardHost) host).setErrorReportValveClass(ProblemReportValve.class.getName());
		});
	}

	/**
	 * Languages are not asked for, but Spring looks at them, and Tomcat would fail at
	 * more than ten. So many do not fit into the headers.
	 */
	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> anyNumberOfLanguages() {
		return (factory) -> factory.addConnectorCustomizers((connector) -> connector.setMaxLocaleCount(MOST_LANGUAGES));
	}

	/**
	 * A form is a body like any other, so that {@code curl --data-binary} may send a text
	 * with the media type that it sends by default. And a body is asked for only when it
	 * is read, so that a client that waits for "100 Continue" need not send one that is
	 * refused by its length.
	 */
	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> bodiesAsTheyCome() {
		return (factory) -> factory.addConnectorCustomizers((connector) -> {
			connector.setParseBodyMethods("");
			connector.setProperty("continueResponseTiming", "onRead");
		});
	}

}
