package io.charrnn.access;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.CorsRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Binds the settings of access, and lets pages of other sites in that they name. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ AccessSettings.class, TokenSettings.class })
class AccessConfiguration implements WebMvcConfigurer {

	private final AccessSettings settings;

	AccessConfiguration(AccessSettings settings) {
		this.settings = settings;
	}

	@Override
	public void addCorsMappings(CorsRegistry registry) {
		if (!this.settings.allowedOrigins().isEmpty()) {
			registry.addMapping("/**")
				.allowedOrigins(this.settings.allowedOrigins().toArray(String[]::new))
				.allowedMethods("*")
				.exposedHeaders("Location", "Retry-After", "RateLimit", "RateLimit-Policy", "X-Request-Id");
		}
	}

}
