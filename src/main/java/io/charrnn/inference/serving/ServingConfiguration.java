package io.charrnn.inference.serving;

import io.charrnn.access.Accounts;
import io.charrnn.api.Client;
import io.charrnn.model.product.NativeLibrary;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Sets inference up. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(InferenceSettings.class)
class ServingConfiguration {

	@Bean
	Requests requests(InferenceSettings settings, Accounts accounts) {
		return new Requests(settings.maxConcurrentRequests(),
				new StepThreads(settings.threadsOrProcessors(), NativeLibrary::prepareThread), accounts::open,
				Client::ofThisThread, settings.heartbeat().dividedBy(2));
	}

}
