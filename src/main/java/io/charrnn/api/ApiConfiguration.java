package io.charrnn.api;

import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Lets requests see whether their clients are still there. */
@Configuration(proxyBeanMethods = false)
class ApiConfiguration {

	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> clientConnections() {
		return (factory) -> factory.addContextValves(new ClientConnections());
	}

}
