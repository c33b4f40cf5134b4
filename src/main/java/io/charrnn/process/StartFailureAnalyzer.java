package io.charrnn.process;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;

import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.web.server.WebServerException;
import org.springframework.core.env.Environment;

/**
 * Says what is wrong with the files and folders that a start needs: which one, why, whose
 * it is, what names it and what helps. And which setting there is not.
 */
class StartFailureAnalyzer implements FailureAnalyzer {

	private static final String TEMPORARY = "java.io.tmpdir";

	private static final String OTHER_FOLDER = "Name a folder with -D" + TEMPORARY
			+ "=FOLDER that this user may write to and run programs from.";

	private final Environment environment;

	StartFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	public @Nullable FailureAnalysis analyze(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			FailureAnalysis analysis = analyzeCause(cause);
			if (analysis != null) {
				return analysis;
			}
		}
		return null;
	}

	private @Nullable FailureAnalysis analyzeCause(Throwable cause) {
		if (cause instanceof UnusableFileException unusable) {
			return analyze(unusable);
		}
		if (cause instanceof UnknownSettingException unknown) {
			return new FailureAnalysis("%s is not a setting of this service.".formatted(unknown.name()),
					"Correct its name, maybe to %s, or remove it. docs/configuration.md lists all settings."
						.formatted(unknown.similar()),
					unknown);
		}
		if (cause instanceof SQLException sql) {
			return databaseFile().map((file) -> DatabaseFault.of(sql, file))
				.map((fault) -> fault.analysis(property(fault.path()), sql))
				.orElse(null);
		}
		if (cause instanceof FlywayException && String.valueOf(cause.getMessage()).contains("non-empty schema")) {
			return databaseFile().map((file) -> DatabaseFault.ofAnotherProgram(file).analysis(property(file), cause))
				.orElse(null);
		}
		if (isNativeLibrary(cause)) {
			return temporary("A native library cannot be loaded from it. Most likely it is mounted \"noexec\"; "
					+ "logging.level.org.sqlite.SQLiteJDBCLoader=debug shows details.", cause);
		}
		if (cause instanceof WebServerException && String.valueOf(cause.getMessage()).contains(TEMPORARY)) {
			return temporary("It does not exist, or cannot be written to.", cause);
		}
		return null;
	}

	private FailureAnalysis analyze(UnusableFileException unusable) {
		String property = unusable.property().equals(Database.URL) ? property(Path.of(unusable.path()))
				: unusable.property();
		if (unusable.reason() != null) {
			return new FailureAnalysis(
					"\"%s\" %s.%n%n    Property: %s".formatted(unusable.path(), unusable.reason(), property),
					unusable.cure(), unusable);
		}
		Path path = Path.of(unusable.path());
		return FileFault.of(path, unusable.getCause()).analysis(property, unusable);
	}

	private Optional<Path> databaseFile() {
		return Database.file(this.environment.getProperty(Database.URL));
	}

	/** The database's file is named by its folder unless something else is said. */
	private String property(Path path) {
		String folder = this.environment.getProperty(DataFolder.PROPERTY, "");
		return path.toAbsolutePath().startsWith(Path.of(folder).toAbsolutePath()) ? DataFolder.PROPERTY : Database.URL;
	}

	private static boolean isNativeLibrary(Throwable cause) {
		return cause instanceof UnsatisfiedLinkError
				&& String.valueOf(cause.getMessage()).contains(System.getProperty(TEMPORARY))
				|| cause.getClass().getSimpleName().equals("NativeLibraryNotFoundException");
	}

	private static FailureAnalysis temporary(String reason, Throwable cause) {
		return new FileFault(Path.of(System.getProperty(TEMPORARY)), reason, OTHER_FOLDER).analysis(TEMPORARY, cause);
	}

}
