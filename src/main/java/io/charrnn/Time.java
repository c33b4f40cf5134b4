package io.charrnn;

import java.time.Clock;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The clock that everything asks for the time, so that tests can stop it. */
@Configuration(proxyBeanMethods = false)
class Time {

	@Bean
	Clock clock() {
		return Clock.systemUTC();
	}

}
