package io.charrnn.api;

import org.springframework.context.annotation.Configuration;
import org.springframework.validation.Validator;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Requests are checked by what they mean, not by annotations. Without this, the validator
 * that comes with the API's documentation would be started.
 */
@Configuration(proxyBeanMethods = false)
class NoConstraints implements WebMvcConfigurer {

	@Override
	public Validator getValidator() {
		return Validator.forType(Void.class, (value, errors) -> {
		});
	}

}
