package io.charrnn.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Keeps the service from starting with a setting that it does not have: most likely its
 * name is misspelled. A variable of the environment may belong to something else, and
 * only gets a warning.
 */
class UnknownSettings implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	private static final Logger logger = LoggerFactory.getLogger(UnknownSettings.class);

	private static final ConfigurationPropertyName OURS = ConfigurationPropertyName.of("charrnn");

	/** Written by the build, from the classes that settings are bound to. */
	private static final String METADATA = "/META-INF/spring-configuration-metadata.json";

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		check(context.getEnvironment());
	}

	/**
	 * Looks at all sources of settings.
	 * @throws UnknownSettingException if the service does not have one
	 */
	static void check(Environment environment) {
		Set<ConfigurationPropertyName> known = known();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			if (source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource variables) {
				warn(variables, known);
			}
			else if (source instanceof IterableConfigurationPropertySource names) {
				names.stream()
					.filter(OURS::isAncestorOf)
					.filter((name) -> known.stream().noneMatch((each) -> each.equals(name) || each.isAncestorOf(name)))
					.findFirst()
					.ifPresent((name) -> {
						throw new UnknownSettingException(name.toString(), names(known));
					});
			}
		}
	}

	private static void warn(SystemEnvironmentPropertySource variables, Set<ConfigurationPropertyName> known) {
		Set<String> prefixes = names(known).stream().map(UnknownSettings::uniform).collect(Collectors.toSet());
		for (String variable : variables.getPropertyNames()) {
			if (variable.startsWith("CHARRNN_") && prefixes.stream().noneMatch(uniform(variable)::startsWith)) {
				logger.warn("The environment variable {} is not a setting of this service and is ignored", variable);
			}
		}
	}

	private static String uniform(String name) {
		return name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
	}

	private static List<String> names(Set<ConfigurationPropertyName> known) {
		return known.stream().map(ConfigurationPropertyName::toString).sorted().toList();
	}

	private static Set<ConfigurationPropertyName> known() {
		try (InputStream metadata = UnknownSettings.class.getResourceAsStream(METADATA)) {
			return StreamSupport.stream(JsonMapper.shared().readTree(metadata).path("properties").spliterator(), false)
				.map((property) -> ConfigurationPropertyName.of(property.path("name").asString()))
				.filter(OURS::isAncestorOf)
				.collect(Collectors.toSet());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(METADATA + " cannot be read", ex);
		}
	}

}
