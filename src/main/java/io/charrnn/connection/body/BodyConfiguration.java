package io.charrnn.connection.body;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Has bodies decoded and bounded. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(BodySettings.class)
class BodyConfiguration implements WebMvcConfigurer {

	private final Bodies bodies;

	BodyConfiguration(Bodies bodies) {
		this.bodies = bodies;
	}

	@Override
	public void addInterceptors(InterceptorRegistry registry) {
		registry.addInterceptor(this.bodies);
	}

}
