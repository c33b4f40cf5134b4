package io.charrnn.api.documentation;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springdoc.core.properties.SwaggerUiConfigProperties;
import org.springdoc.core.properties.SwaggerUiOAuthProperties;
import org.springdoc.core.providers.ObjectMapperProvider;
import org.springdoc.core.utils.Constants;
import org.springdoc.webmvc.ui.SwaggerIndexPageTransformer;
import org.springdoc.webmvc.ui.SwaggerIndexTransformer;
import org.springdoc.webmvc.ui.SwaggerResourceResolver;
import org.springdoc.webmvc.ui.SwaggerWebMvcConfigurer;
import org.springdoc.webmvc.ui.SwaggerWelcomeCommon;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.web.WebProperties;
import org.springframework.boot.webmvc.autoconfigure.WebMvcProperties;
import org.springframework.cache.Cache;
import org.springframework.cache.support.NoOpCache;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/**
 * Makes whoever asks for the API's documentation first wait for what it needs, and not
 * every start of the service; and keeps nothing of it under what clients write.
 */
@Configuration(proxyBeanMethods = false)
class LateDocumentation {

	private static final String LIBRARY = "org.springdoc.";

	private static final String DOCUMENTS = "openAPIBuilder";

	/** Nobody asks for these: they change static settings that documents are made by. */
	private static final List<String> SETTINGS = List.of("initExtraSchemas", "modelConverterRegistrar");

	@Bean
	static BeanFactoryPostProcessor documentationOnDemand() {
		return LateDocumentation::postpone;
	}

	private static void postpone(ConfigurableListableBeanFactory beans) {
		for (String name : beans.getBeanDefinitionNames()) {
			BeanDefinition bean = beans.getBeanDefinition(name);
			if (isOfLibrary(bean.getFactoryBeanName()) || isOfLibrary(bean.getBeanClassName())) {
				bean.setLazyInit(true);
			}
		}
		if (beans.containsBeanDefinition(DOCUMENTS)) {
			beans.getBeanDefinition(DOCUMENTS)
				.setDependsOn(SETTINGS.stream().filter(beans::containsBeanDefinition).toArray(String[]::new));
		}
	}

	private static boolean isOfLibrary(@Nullable String name) {
		return name != null && name.startsWith(LIBRARY);
	}

	/** The library's own without its cache, whose keys are paths that clients spell. */
	@Bean
	@ConditionalOnProperty(name = { Constants.SPRINGDOC_ENABLED, Constants.SPRINGDOC_SWAGGER_UI_ENABLED },
			matchIfMissing = true)
	SwaggerWebMvcConfigurer swaggerWebMvcConfigurer(SwaggerUiConfigProperties page, WebProperties web,
			WebMvcProperties mvc, SwaggerIndexTransformer index, SwaggerResourceResolver resources,
			SwaggerWelcomeCommon welcome) {
		return new SwaggerWebMvcConfigurer(page, web, mvc, index, resources, welcome) {

			@Override
			protected Cache getCache() {
				return new NoOpCache("swagger-ui");
			}

		};
	}

	/** The library's own, made when the page is first asked for. */
	@Bean
	@Lazy
	SwaggerIndexTransformer indexPageTransformer(SwaggerUiConfigProperties page, SwaggerUiOAuthProperties login,
			SwaggerWelcomeCommon welcome, ObjectProvider<ObjectMapperProvider> json) {
		return (request, resource, chain) -> new SwaggerIndexPageTransformer(page, login, welcome, json.getObject())
			.transform(request, resource, chain);
	}

}
