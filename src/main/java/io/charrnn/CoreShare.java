package io.charrnn;

import io.charrnn.inference.ComputedRequests;
import io.charrnn.training.ServingLoad;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Tells training when serving needs the processor's cores. */
@Configuration(proxyBeanMethods = false)
class CoreShare {

	@Bean
	ServingLoad servingLoad(ComputedRequests requests) {
		return requests::areThere;
	}

}
