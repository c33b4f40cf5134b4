package io.charrnn.api.documentation;

import org.junit.jupiter.api.Test;
import org.springdoc.core.configuration.SpringDocConfiguration;
import org.springdoc.core.properties.SpringDocConfigProperties;
import org.springdoc.core.properties.SwaggerUiConfigProperties;
import org.springdoc.core.properties.SwaggerUiOAuthProperties;
import org.springdoc.core.service.OpenAPIService;
import org.springdoc.webmvc.core.configuration.SpringDocWebMvcConfiguration;
import org.springdoc.webmvc.ui.SwaggerConfig;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

class LateDocumentationTests {

	private final WebApplicationContextRunner service = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WebMvcAutoConfiguration.class, SpringDocConfigProperties.class,
				SpringDocConfiguration.class, SpringDocWebMvcConfiguration.class, SwaggerUiConfigProperties.class,
				SwaggerUiOAuthProperties.class, SwaggerConfig.class))
		.withUserConfiguration(LateDocumentation.class);

	@Test
	void makesNothingBeforeSomebodyAsks() {
		this.service
			.run((context) -> assertThat(context.getBeanFactory().containsSingleton("springdocObjectMapperProvider"))
				.isFalse());
	}

	@Test
	void makesTheSettingsOfADocumentBeforeTheDocument() {
		this.service.run((context) -> {
			context.getBean(OpenAPIService.class);
			assertThat(context.getBeanFactory().containsSingleton("modelConverterRegistrar")).isTrue();
			assertThat(context.getBeanFactory().containsSingleton("initExtraSchemas")).isTrue();
		});
	}

	@Test
	void doesWithoutDocuments() {
		this.service.withPropertyValues("springdoc.api-docs.enabled=false", "springdoc.swagger-ui.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed());
	}

}
