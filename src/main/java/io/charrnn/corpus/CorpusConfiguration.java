package io.charrnn.corpus;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

/** Binds the settings of corpora. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CorpusSettings.class)
class CorpusConfiguration {

}
