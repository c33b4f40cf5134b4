package io.charrnn.ci;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.charrnn.model.Cell;
import io.charrnn.testing.Networks;

import static org.assertj.core.api.Assertions.assertThat;

/** Programs in the documents that speak to a service on port 8080. */
final class Examples {

	private Examples() {
	}

	/**
	 * The one program in a language, made to speak to a service that knows what it asks
	 * for.
	 */
	static String prepare(String language, int port) throws IOException, InterruptedException {
		TestModels.upload(port, "shakespeare", Networks.random(Cell.LSTM, 1, 32, "EMOR:\n"));
		String[] parts = Files.readString(Path.of("docs", "clients.md")).split("```" + language + "\n", -1);
		assertThat(parts).hasSize(2);
		return parts[1].substring(0, parts[1].indexOf("```"))
			.replace("http://127.0.0.1:8080", "http://127.0.0.1:" + port);
	}

}
