package io.charrnn.connection;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Has connections watched. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ConnectionSettings.class)
class ConnectionConfiguration {

	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> watchedConnections(ConnectionSettings settings) {
		return (factory) -> {
			factory.setProtocol(WatchedProtocol.class.getName());
			factory.addConnectorCustomizers(
					(connector) -> ((WatchedProtocol) connector.getProtocolHandler()).watch(settings));
			factory.addContextValves(new Admission());
		};
	}

}
