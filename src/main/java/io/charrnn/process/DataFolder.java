package io.charrnn.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.Environment;

/**
 * Prepares what the service keeps in files before anything uses it: makes the folders and
 * the SQLite database that are not there, tries whether the folders can be written to,
 * and keeps them from other users.
 */
final class DataFolder implements BeanFactoryPostProcessor {

	static final String PROPERTY = "charrnn.data-directory";

	private static final List<String> SPOOLS = List.of("charrnn.corpus.spool-directory",
			"charrnn.registry.spool-directory");

	/** What SQLite, and {@link SoleProcess}, have beside a database. */
	private static final List<String> COMPANIONS = List.of("", "-wal", "-shm", "-journal", SoleProcess.LOCK);

	private static final String OTHER_FOLDER = "Name another folder.";

	private final Environment environment;

	DataFolder(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory factory) {
		Path folder = prepare(PROPERTY);
		Database.file(this.environment.getProperty(Database.URL)).ifPresent((file) -> prepare(file, folder));
		for (String property : SPOOLS) {
			Path spool = prepare(property);
			if (!spool.equals(folder) && spool.startsWith(folder)) {
				attempt(spool, property, () -> PrivateFiles.restrict(spool));
			}
		}
	}

	private Path prepare(String property) {
		String name = this.environment.getRequiredProperty(property);
		if (name.isBlank() || name.contains("?")) {
			throw new UnusableFileException(name, property,
					name.isBlank() ? "is empty" : "contains \"?\", after which SQLite expects settings", OTHER_FOLDER);
		}
		try {
			Path folder = Path.of(name).toAbsolutePath().normalize();
			attempt(folder, property, () -> {
				PrivateFiles.createDirectories(folder);
				Files.delete(Files.createTempFile(folder, ".write", null));
			});
			return folder;
		}
		catch (InvalidPathException ex) {
			throw new UnusableFileException(name, property, "is no path here: " + ex.getReason(),
					"Name another folder, or set a locale such as LC_ALL=C.UTF-8 if the name is right.");
		}
	}

	/** A folder that has a database is ours, whoever made it. */
	private static void prepare(Path database, Path folder) {
		attempt(database, Database.URL, () -> {
			if (database.startsWith(folder) && Files.exists(database)) {
				PrivateFiles.restrict(folder);
			}
			if (Files.notExists(database)) {
				PrivateFiles.open(database, StandardOpenOption.CREATE, StandardOpenOption.WRITE).close();
			}
			for (String companion : COMPANIONS) {
				PrivateFiles.restrict(database.resolveSibling(database.getFileName() + companion));
			}
		});
	}

	private static void attempt(Path path, String property, FileAction action) {
		try {
			action.run();
		}
		catch (IOException ex) {
			throw new UnusableFileException(path, property, ex);
		}
	}

	private interface FileAction {

		void run() throws IOException;

	}

}
