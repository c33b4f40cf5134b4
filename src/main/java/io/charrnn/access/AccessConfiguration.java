package io.charrnn.access;

import java.util.List;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.filter.CorsFilter;
import org.springframework.web.filter.UrlHandlerFilter;

/** Binds the settings of access, and lets pages of other sites in that they name. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ AccessSettings.class, TokenSettings.class })
class AccessConfiguration {

	/**
	 * A path with a slash at its end is the path without it, for the gate as for all
	 * else.
	 */
	@Bean
	FilterRegistrationBean<UrlHandlerFilter> trailingSlashes() {
		FilterRegistrationBean<UrlHandlerFilter> filter = new FilterRegistrationBean<>(
				UrlHandlerFilter.trailingSlashHandler("/api/**", "/v1/**", "/tokenize/", "/detokenize/", "/health/")
					.wrapRequest()
					.build());
		filter.setOrder(Gate.AFTER_REQUEST_ID - 2);
		return filter;
	}

	/** Before the gate, so that such pages can read why it refused them. */
	@Bean
	FilterRegistrationBean<CorsFilter> allowedOrigins(AccessSettings settings) {
		CorsConfiguration allowed = new CorsConfiguration();
		allowed.setAllowedOrigins(settings.allowedOrigins());
		allowed.addAllowedMethod(CorsConfiguration.ALL);
		allowed.addAllowedHeader(CorsConfiguration.ALL);
		allowed.setExposedHeaders(List.of("Location", "Retry-After", "RateLimit", "RateLimit-Policy", "X-Request-Id"));
		UrlBasedCorsConfigurationSource everywhere = new UrlBasedCorsConfigurationSource();
		everywhere.registerCorsConfiguration("/**", allowed);
		FilterRegistrationBean<CorsFilter> filter = new FilterRegistrationBean<>(new CorsFilter(everywhere));
		filter.setOrder(Gate.AFTER_REQUEST_ID - 1);
		filter.setEnabled(!settings.allowedOrigins().isEmpty());
		return filter;
	}

}
