package io.charrnn.connection;

import java.util.HashSet;
import java.util.Set;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.actuate.endpoint.web.WebServerNamespace;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.util.function.SingletonSupplier;

/**
 * Has connections watched, those to a management port of its own as well: the server
 * there is made in a context that knows this class by its name alone.
 */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
@EnableConfigurationProperties(ConnectionSettings.class)
class ConnectionConfiguration {

	private static final EndpointId HEALTH = EndpointId.of("health");

	/** Beside the actuator's, as inference servers have it. */
	private static final String SHORT_HEALTH = "/health";

	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> watchedConnections(ConnectionSettings settings,
			ObjectProvider<PathMappedEndpoints> endpoints) {
		SingletonSupplier<Set<String>> healthPaths = SingletonSupplier.of(() -> healthPaths(endpoints.getObject()));
		return (factory) -> {
			factory.setProtocol(WatchedProtocol.class.getName());
			factory.addConnectorCustomizers(
					(connector) -> ((WatchedProtocol) connector.getProtocolHandler()).watch(settings));
			factory.addContextValves(new Admission(healthPaths));
		};
	}

	private static Set<String> healthPaths(PathMappedEndpoints endpoints) {
		Set<String> paths = new HashSet<>(endpoints.getAdditionalPaths(WebServerNamespace.SERVER, HEALTH));
		paths.addAll(endpoints.getAdditionalPaths(WebServerNamespace.MANAGEMENT, HEALTH));
		paths.add(endpoints.getPath(HEALTH));
		paths.add(SHORT_HEALTH);
		return paths;
	}

}
