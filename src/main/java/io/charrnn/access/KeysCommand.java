package io.charrnn.access;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import io.charrnn.problem.Problem;
import io.charrnn.process.DatabaseConnections;
import io.charrnn.workspace.Workspace;
import io.charrnn.workspace.Workspaces;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/**
 * The jar's command {@code keys}, which creates, lists and revokes keys in the database,
 * also while the service runs.
 */
public final class KeysCommand {

	/** What the command line begins with. */
	public static final String NAME = "keys";

	private static final String USAGE = """
			keys create --name=NAME --scopes=read,generate,train,admin [--workspace=default] [--requests-per-minute=N] [--concurrent-requests=N] [--characters-per-minute=N] [--expires-at=2030-01-31T12:00:00Z]
			keys list
			keys rotate ID [--overlap=PT24H] [--expires-at=2030-01-31T12:00:00Z]
			keys revoke ID
			with the settings of the database, such as --charrnn.data-directory=DIRECTORY""";

	private final ApiKeys keys;

	private final PrintStream out;

	private KeysCommand(ApiKeys keys, PrintStream out) {
		this.keys = keys;
		this.out = out;
	}

	/**
	 * Runs the command.
	 * @param arguments of the command line, the first being {@link #NAME}
	 * @return the exit code
	 */
	public static int run(String... arguments) {
		// What the command is requested; the log goes where errors do.
		PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
		System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Database.class)
			.web(WebApplicationType.NONE)
			.properties("logging.level.root=error", "logging.level.io.charrnn.audit=info",
					"spring.main.lazy-initialization=true")
			.run(arguments)) {
			return new KeysCommand(context.getBean(ApiKeys.class), out).run(context.getEnvironment(),
					Arrays.stream(arguments).filter((argument) -> !argument.startsWith("--")).toList());
		}
	}

	private int run(Environment options, List<String> words) {
		try {
			switch (words.size() > 1 ? words.get(1) : "") {
				case "create" -> create(options);
				case "list" -> this.keys.list().forEach(this::print);
				case "rotate" -> rotate(id(words), options);
				case "revoke" -> revoke(id(words));
				default -> {
					this.out.println(USAGE);
					return 2;
				}
			}
			return 0;
		}
		catch (Problem | IllegalArgumentException ex) {
			this.out.println(ex.getMessage());
			return 1;
		}
	}

	private void create(Environment options) {
		ApiKeys.NewKey made = this.keys.create(new KeyRequest(options.getProperty("name", ""),
				Workspace.named(options.getProperty("workspace", Workspace.DEFAULT.name())),
				scopes(options.getProperty("scopes", "")), options.getProperty("requests-per-minute", Integer.class),
				options.getProperty("concurrent-requests", Integer.class),
				options.getProperty("characters-per-minute", Integer.class),
				options.getProperty("expires-at", Instant.class)));
		AuditLog.tellOfCommand("create", made.key().id());
		show(made);
	}

	private void rotate(KeyId id, Environment options) {
		ApiKeys.NewKey made = this.keys.rotate(id, new RotationRequest(options.getProperty("overlap", Duration.class),
				options.getProperty("expires-at", Instant.class)));
		AuditLog.tellOfCommand("rotate", id);
		show(made);
	}

	private void revoke(KeyId id) {
		this.keys.revoke(id);
		AuditLog.tellOfCommand("revoke", id);
	}

	private static KeyId id(List<String> words) {
		return new KeyId((words.size() > 2) ? words.get(2) : "");
	}

	private void show(ApiKeys.NewKey made) {
		print(made.key());
		this.out.println(made.secret().value());
	}

	private void print(ApiKey key) {
		this.out.printf("%s  %s  %s  %s  %s%n", key.id(), key.createdAt(), key.workspace(),
				key.scopes().stream().sorted().map(Scope::text).collect(Collectors.joining(",")), key.name());
	}

	private static Set<Scope> scopes(String names) {
		return Arrays.stream(names.split(","))
			.filter((name) -> !name.isBlank())
			.map((name) -> scope(name.strip()))
			.collect(Collectors.toCollection(() -> EnumSet.noneOf(Scope.class)));
	}

	private static Scope scope(String name) {
		return Arrays.stream(Scope.values())
			.filter((scope) -> scope.text().equals(name.toLowerCase(Locale.ROOT)))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException(
					"There is no scope \"%s\"; the scopes are read, generate, train and admin.".formatted(name)));
	}

	/**
	 * The database, and nothing else of the service. No stereotype, so that the service
	 * itself does not find it.
	 */
	@ImportAutoConfiguration({ DataSourceAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class,
			TransactionAutoConfiguration.class, JdbcTemplateAutoConfiguration.class, JdbcClientAutoConfiguration.class,
			FlywayAutoConfiguration.class })
	@Import({ ApiKeys.class, Workspaces.class, DatabaseConnections.class })
	@EnableConfigurationProperties(AccessSettings.class)
	static class Database {

		@Bean
		Clock clock() {
			return Clock.systemUTC();
		}

	}

}
