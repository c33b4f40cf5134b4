package io.charrnn.training.request;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

/** Binds the settings of what clients may ask for. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(JobQuotaSettings.class)
class RequestConfiguration {

}
