package io.charrnn.training.webhook;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * Settings of webhooks.
 *
 * @param workspaces for each workspace name, a url (https) that is called by POST when a
 * job has ended, and a secret for signing: whsec_ and 24 to 64 bytes in Base64
 * @param allowPrivateAddresses whether webhooks may use loopback and private addresses,
 * and http without TLS
 * @param timeout for connecting, and for the response
 * @param retries delays before further attempts; after the last one, the delivery is
 * dropped and logged
 */
@ConfigurationProperties("charrnn.training.webhooks")
record WebhookSettings(@DefaultValue Map<String, Endpoint> workspaces,
		@DefaultValue("false") boolean allowPrivateAddresses, @DefaultValue("10s") Duration timeout, @DefaultValue( {
				"5s", "5m", "30m", "2h", "5h", "10h", "14h", "20h", "24h" }) List<Duration> retries){

	WebhookSettings {
		boolean withoutTls = allowPrivateAddresses;
		workspaces.forEach((workspace, endpoint) -> endpoint.check(workspace, withoutTls));
		Assert.isTrue(!timeout.isNegative() && !timeout.isZero(),
				"charrnn.training.webhooks.timeout must be longer than zero");
		Assert.isTrue(retries.stream().noneMatch(Duration::isNegative),
				"charrnn.training.webhooks.retries must not be negative");
	}

	/**
	 * Where to send to.
	 *
	 * @param url takes POST
	 * @param secret what signatures are made with: {@code whsec_} and 24 to 64 bytes in
	 * Base64
	 */
	record Endpoint(URI url, String secret) {

		private void check(String workspace, boolean withoutTls) {
			boolean secure = "https".equals(this.url.getScheme());
			Assert.isTrue(this.url.getHost() != null && (secure || withoutTls && "http".equals(this.url.getScheme())),
					() -> "charrnn.training.webhooks.workspaces." + workspace
							+ ".url must be an https URL (or an http one with allow-private-addresses), but is "
							+ this.url);
			WebhookSecret.of(this.secret);
		}

	}

}
