package io.charrnn.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.FileSystemUtils;

/**
 * Gives every context a data directory, and so a SQLite file, of its own, and removes it
 * when the tests end: contexts are shared until then. With the system property
 * {@code test.database=postgresql}, the database is one in PostgreSQL.
 */
public class TemporaryDataDirectory implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	/** Of the tests that run on both databases. */
	public static final String TAG = "database";

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		try {
			Path directory = Files.createTempDirectory("char-rnn-test");
			Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(directory)));
			Map<String, Object> properties = new HashMap<>(Map.of("charrnn.data-directory", directory.toString()));
			if ("postgresql".equals(System.getProperty("test.database"))) {
				properties.put("spring.datasource.url", PostgresServer.shared().createDatabase());
			}
			context.getEnvironment()
				.getPropertySources()
				.addFirst(new MapPropertySource("temporary data directory", properties));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void delete(Path directory) {
		try {
			FileSystemUtils.deleteRecursively(directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
