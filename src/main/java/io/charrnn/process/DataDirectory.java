package io.charrnn.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes the directory of the database, which SQLite does not, before the first use. */
@Configuration(proxyBeanMethods = false)
class DataDirectory {

	@Bean
	FlywayConfigurationCustomizer dataDirectoryBeforeMigration(@Value("${charrnn.data-directory}") Path directory) {
		return (flyway) -> {
			try {
				Files.createDirectories(directory);
			}
			catch (IOException ex) {
				throw new UncheckedIOException("Cannot make the directory " + directory.toAbsolutePath()
						+ " (property charrnn.data-directory)", ex);
			}
		};
	}

}
