package io.charrnn.bench.documents;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks a service. */
final class Requests {

	private static final long POLL_MILLIS = 200;

	private final HttpClient http = HttpClient.newHttpClient();

	private final JsonMapper json = new JsonMapper();

	private final String api;

	Requests(int port) {
		this.api = "http://127.0.0.1:%d/api/v1".formatted(port);
	}

	JsonNode post(String path, String type, String body) throws IOException, InterruptedException {
		return post(path, type, BodyPublishers.ofString(body));
	}

	JsonNode post(String path, String type, BodyPublisher body) throws IOException, InterruptedException {
		return this.json.readTree(send(HttpRequest.newBuilder(URI.create(this.api + path)).header("Content-Type", type).POST(body)));
	}

	String text(String path) throws IOException, InterruptedException {
		return send(HttpRequest.newBuilder(URI.create(this.api + path)));
	}

	/** Trains to the end. */
	JsonNode train(String corpus, String model, String hyperparameters) throws IOException, InterruptedException {
		String job = post("/training-jobs", "application/json",
				"{\"corpus\": \"%s\", \"model\": \"%s\", \"hyperparameters\": {%s}}".formatted(corpus, model, hyperparameters))
			.get("id")
			.asString();
		return await(job, "succeeded");
	}

	JsonNode await(String job, String status) throws IOException, InterruptedException {
		while (true) {
			JsonNode read = this.json.readTree(text("/training-jobs/" + job));
			if (read.get("status").asString().equals(status)) {
				return read;
			}
			if (read.get("status").asString().equals("failed")) {
				throw new IOException(read.toString());
			}
			Thread.sleep(POLL_MILLIS);
		}
	}

	private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
		HttpResponse<String> response = this.http.send(request.build(), BodyHandlers.ofString());
		if (response.statusCode() >= 300) {
			throw new IOException("%d %s".formatted(response.statusCode(), response.body()));
		}
		return response.body();
	}

}
