package io.charrnn.ci;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.charrnn.testing.ServiceTest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/** Clients that programs make of the OpenAPI document, and what linters say of it. */
@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class GeneratedClientsIT {

	private static final Path GENERATOR = Path.of("target", "openapi-generator", "openapi-generator.jar");

	private static final Path HOME = Path.of(System.getProperty("java.home"), "bin");

	private static final Map<String, String> NOTHING_MORE = Map.of("REDOCLY_TELEMETRY", "off",
			"REDOCLY_SUPPRESS_UPDATE_NOTICE", "true");

	@LocalServerPort
	private int port;

	@TempDir
	private static Path folder;

	private NodeProject node;

	@BeforeAll
	void generate() throws Exception {
		this.node = NodeProject.install("openapi", folder);
		HttpRequest request = HttpRequest.newBuilder(URI.create(server() + "/v3/api-docs")).build();
		HttpClient.newHttpClient().send(request, BodyHandlers.ofFile(folder.resolve("openapi.json")));
		Map<String, Object> java = Map.of("useJakartaEe", true, "openApiNullable", false, "hideGenerationTimestamp",
				true);
		run(List.of(HOME.resolve("java").toString(), "-XX:TieredStopAtLevel=1", "-jar", GENERATOR.toString(), "batch",
				"--fail-fast", "--threads", "1",
				configure("native", Map.of("generatorName", "java", "library", "native", "additionalProperties", java)),
				configure("restclient",
						Map.of("generatorName", "java", "library", "restclient", "additionalProperties", java)),
				configure("typescript-fetch", Map.of("generatorName", "typescript-fetch")),
				configure("python", Map.of("generatorName", "python"))));
	}

	/** Describes a client for the generator, which makes all in one process. */
	private static String configure(String client, Map<String, Object> options) throws IOException {
		Map<String, Object> all = new HashMap<>(options);
		all.put("inputSpec", folder.resolve("openapi.json").toString());
		all.put("outputDir", folder.resolve(client).toString());
		return Files.writeString(folder.resolve(client + ".json"), new JsonMapper().writeValueAsString(all)).toString();
	}

	@Test
	void lintersFindNothing() throws Exception {
		this.node.run(NOTHING_MORE, "node_modules/@redocly/cli/bin/cli.js", "lint", "openapi.json", "--config",
				"redocly.yaml");
		this.node.run(Map.of(), "node_modules/@stoplight/spectral-cli/dist/index.js", "lint", "openapi.json",
				"--ruleset", ".spectral.yaml", "--fail-severity", "hint");
	}

	@Test
	void clientForJavaTrainsAndGenerates() throws Exception {
		Path built = compileJava("native");
		String libraries = System.getProperty("java.class.path");
		assertThat(run(List.of(HOME.resolve("java").toString(), "-cp", built + File.pathSeparator + libraries,
				folder.resolve("Main.java").toString(), server())))
			.endsWith("10 422\n");
	}

	@Test
	void clientForJavaWithSpringCompiles() throws Exception {
		compileJava("restclient");
	}

	@Test
	void clientForTypeScriptTrainsAndGenerates() throws Exception {
		this.node.run(Map.of(), "node_modules/.bin/openapi-ts");
		this.node.run(Map.of(), "node_modules/typescript/bin/tsc");
		assertThat(this.node.run(Map.of("SERVER", server()), "built/main.js"))
			.isEqualTo("10 422 urn:char-rnn:problem:unknown-character\n");
	}

	@Test
	void otherClientsCompile() throws Exception {
		this.node.run(Map.of(), "node_modules/typescript/bin/tsc", "--noEmit", "--strict", "--target", "es2022",
				"--module", "es2022", "--moduleResolution", "bundler", "--lib", "es2022,dom",
				"typescript-fetch/index.ts");
		run(List.of("/usr/bin/python3", "-m", "compileall", "-q", folder.resolve("python/openapi_client").toString()));
	}

	private String server() {
		return "http://127.0.0.1:" + this.port;
	}

	/** Compiles the client that uses one of the generator's libraries. */
	private static Path compileJava(String library) throws IOException, InterruptedException {
		Path built = folder.resolve("built-" + library);
		List<String> compile = new ArrayList<>(List.of(HOME.resolve("javac").toString(), "-proc:none", "-nowarn",
				"-encoding", "UTF-8", "-cp", System.getProperty("java.class.path"), "-d", built.toString()));
		try (Stream<Path> sources = Files.walk(folder.resolve(library).resolve("src/main/java"))) {
			sources.map(Path::toString).filter((path) -> path.endsWith(".java")).forEach(compile::add);
		}
		run(compile);
		return built;
	}

	private static String run(List<String> command) throws IOException, InterruptedException {
		Path log = Files.createTempFile(folder, "log", ".txt");
		Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
		int status = process.waitFor();
		String output = Files.readString(log);
		assertThat(status).as(output).isZero();
		return output;
	}

}
