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

	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemReports(JsonMapper json, ErrorFormats formats) {
		return (factory) -> factory.addContextCustomizers((context) -> {
			Host host = (Host) context.getParent();
			host.getPipeline().addValve(new ProblemReportValve(json, formats));
			host.getPipeline().addValve(new UnfinishedBody());
			host.getPipeline().addValve(new OneLanguage());
			((StandardHost) host).setErrorReportValveClass(ProblemReportValve.class.getName());
		});
	}

	/**
	 * A form is a body like any other, so that {@code curl --data-binary} may send a text
	 * with the media type that it sends by default. And a body is requested only when it
	 * is read, so that a client that waits for "100 Continue" need not send one that is
	 * rejected by its length.
	 */
	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> bodiesAsTheyCome() {
		return (factory) -> factory.addConnectorCustomizers((connector) -> {
			connector.setParseBodyMethods("");
			connector.setProperty("continueResponseTiming", "onRead");
		});
	}

}
