package io.charrnn.ci;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

import io.charrnn.model.Cell;
import io.charrnn.model.LanguageModel;
import io.charrnn.testing.Networks;

import static org.assertj.core.api.Assertions.assertThat;

/** Models that tests of clients find on the service. */
final class TestModels {

	private static final String ALPHABET = "abcdef";

	/** Of one to four bytes each, which parts of a stream may cut. */
	private static final String BYTES = "abcdéß漢字😀🌊";

	private TestModels() {
	}

	/**
	 * Uploads {@code cyclic}, which repeats abcdef, and {@code various}, which writes
	 * nonsense in great variety and many scripts.
	 */
	static void publish(int port) throws IOException, InterruptedException {
		upload(port, "cyclic", Networks.cycle(ALPHABET));
		upload(port, "various", Networks.random(Cell.LSTM, 1, 32, BYTES));
	}

	static void upload(int port, String name, LanguageModel model) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest
			.newBuilder(URI.create("http://127.0.0.1:%d/api/v1/models?name=%s".formatted(port, name)))
			.header("Content-Type", "application/zip")
			.POST(BodyPublishers.ofByteArray(Networks.archive(model)))
			.build();
		HttpResponse<String> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
		assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
	}

}
