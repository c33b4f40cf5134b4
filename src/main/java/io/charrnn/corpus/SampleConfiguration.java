package io.charrnn.corpus;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Samples that are files of this project. */
@Configuration(proxyBeanMethods = false)
class SampleConfiguration {

	@Bean
	Sample ownDocs() {
		return new PackedFiles("own-docs", "The documentation of this program, in English", ".md");
	}

	@Bean
	Sample ownSource() {
		return new PackedFiles("own-source", "The Java source of this program", ".java");
	}

}
