package io.charrnn.api;

import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.http.converter.autoconfigure.ServerHttpMessageConvertersCustomizer;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.format.FormatterRegistry;
import org.springframework.validation.Validator;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Lets requests see whether their clients are still there, and parameters be enums in any
 * case, durations and sizes; writes tables as CSV, and looks for no files that are none.
 */
@Configuration(proxyBeanMethods = false)
class ApiConfiguration implements WebMvcConfigurer {

	@Bean
	ServerHttpMessageConvertersCustomizer csv(JsonMapper json) {
		return (converters) -> converters.configureMessageConvertersList((list) -> list.add(new CsvConverter(json)));
	}

	@Override
	public void addInterceptors(InterceptorRegistry registry) {
		registry.addInterceptor(new StaticFiles());
		registry.addInterceptor(new TableFormat());
	}

	@Override
	public void addFormatters(FormatterRegistry registry) {
		ApplicationConversionService.addApplicationConverters(registry);
	}

	/**
	 * Requests are checked by what they mean, not by annotations. Without this, the
	 * validator that comes with the API's documentation would be started.
	 */
	@Override
	public Validator getValidator() {
		return Validator.forType(Void.class, (value, errors) -> {
		});
	}

	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> clientConnections() {
		return (factory) -> factory.addContextValves(new ClientConnections());
	}

}
