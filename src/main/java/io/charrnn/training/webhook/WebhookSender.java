package io.charrnn.training.webhook;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;

import io.charrnn.training.webhook.WebhookSettings.Endpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes one attempt to tell a webhook something. */
final class WebhookSender {

	private static final Logger logger = LoggerFactory.getLogger(WebhookSender.class);

	/** Says that nothing more is wanted here. */
	private static final int GONE = 410;

	private final WebhookSettings settings;

	private final Clock clock;

	private final HttpClient http;

	WebhookSender(WebhookSettings settings, Clock clock) {
		this.settings = settings;
		this.clock = clock;
		this.http = HttpClient.newBuilder().connectTimeout(settings.timeout()).build();
	}

	/**
	 * Sends.
	 * @param id the same for each attempt
	 * @throws IOException if it was not taken
	 */
	void send(String id, Delivery delivery) throws IOException, InterruptedException {
		Endpoint endpoint = this.settings.workspaces().get(delivery.workspace());
		if (endpoint == null) {
			logger.info("the workspace {} no longer has a webhook: {} is dropped", delivery.workspace(), id);
			return;
		}
		if (!this.settings.allowPrivateAddresses()) {
			PublicAddresses.require(endpoint.url().getHost());
		}
		HttpResponse<InputStream> response = this.http.send(request(id, delivery, endpoint),
				BodyHandlers.ofInputStream());
		// Nothing is read of what is answered.
		response.body().close();
		if (response.statusCode() == GONE) {
			logger.warn("the webhook of the workspace {} answered that it is gone", delivery.workspace());
		}
		else if (response.statusCode() / 100 != 2) {
			throw new IOException("the webhook answered with the status " + response.statusCode());
		}
	}

	private HttpRequest request(String id, Delivery delivery, Endpoint endpoint) {
		long seconds = this.clock.instant().getEpochSecond();
		return HttpRequest.newBuilder(endpoint.url())
			.timeout(this.settings.timeout())
			.header("Content-Type", "application/json")
			.header("User-Agent", "char-rnn-server")
			.header("webhook-id", id)
			.header("webhook-timestamp", Long.toString(seconds))
			.header("webhook-signature", WebhookSecret.of(endpoint.secret()).sign(id, seconds, delivery.body()))
			.POST(BodyPublishers.ofString(delivery.body()))
			.build();
	}

}
