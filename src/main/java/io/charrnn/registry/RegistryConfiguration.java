package io.charrnn.registry;

import io.charrnn.model.dl4j.InvalidArchiveException;
import io.charrnn.model.format.InexpressibleException;
import io.charrnn.problem.Translation;
import io.charrnn.problem.UnprocessableException;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Binds the registry's settings, and says what refusals of archives and formats mean. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RegistrySettings.class)
class RegistryConfiguration {

	@Bean
	Translation inexpressibleNetworks() {
		return (failure) -> (failure instanceof InexpressibleException refused)
				? new UnprocessableException("not-expressible", String.valueOf(refused.getMessage())) : null;
	}

	@Bean
	Translation refusedArchives() {
		return (failure) -> (failure instanceof InvalidArchiveException refused)
				? new UnprocessableException("invalid-archive", String.valueOf(refused.getMessage())) : null;
	}

}
