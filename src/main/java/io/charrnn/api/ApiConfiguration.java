package io.charrnn.api;

import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Lets requests see whether their clients are still there, and looks for no files that
 * are none.
 */
@Configuration(proxyBeanMethods = false)
class ApiConfiguration implements WebMvcConfigurer {

	@Override
	public void addInterceptors(InterceptorRegistry registry) {
		registry.addInterceptor(new StaticFiles());
	}

	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> clientConnections() {
		return (factory) -> factory.addContextValves(new ClientConnections());
	}

}
