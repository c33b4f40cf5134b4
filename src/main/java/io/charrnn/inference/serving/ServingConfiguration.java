package io.charrnn.inference.serving;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

/** Binds the settings of inference. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(InferenceSettings.class)
class ServingConfiguration {

}
