package io.charrnn.access;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;

import io.charrnn.testing.RawHttp;
import io.charrnn.testing.ServiceTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/** As it is on loopback: no key is needed. */
@ServiceTest
class OpenAccessTests {

	@LocalServerPort
	private int port;

	@ParameterizedTest
	@CsvSource({ "http://localhost:8080, localhost:8080, 404", "http://evil.example, localhost:8080, 403",
			"null, localhost:8080, 403" })
	void pagesOfOtherSitesChangeNothing(String origin, String host, int status) throws IOException {
		RawHttp response = RawHttp.send(this.port, """
				DELETE /api/v1/models/none:1 HTTP/1.1
				Host: %s
				Origin: %s
				Connection: close

				""".formatted(host, origin));
		assertThat(response.status()).as(response.body()).isEqualTo(status);
	}

	@ParameterizedTest
	@CsvSource({ "same-origin, 200", "none, 200", "cross-site, 403" })
	void pagesOfOtherSitesMakeItComputeNothing(String site, int status) throws IOException {
		RawHttp response = RawHttp.send(this.port, """
				GET /api/v1/corpora HTTP/1.1
				Host: localhost:8080
				Sec-Fetch-Site: %s
				Connection: close

				""".formatted(site));
		assertThat(response.status()).as(response.body()).isEqualTo(status);
	}

	@ParameterizedTest
	@CsvSource({ "localhost:8080, 200", "LOCALHOST, 200", "localhost., 200", "127.0.0.1, 200", "[::1]:8080, 200",
			"app.localhost, 200", "host.docker.internal:8080, 200", "workstation.local, 200", "nas.lan, 200",
			"nas.home.arpa, 200", "evil.example:8080, 403", "127.0.0.1.evil.example, 403",
			"localhost.evil.example, 403", "evil, 403", "local, 403", "evilhost, 403", "nas.tailnet.ts.net, 403" })
	void namesOfTheInternetDoNotLeadToALoopbackAddress(String host, int status) throws IOException {
		RawHttp response = RawHttp.send(this.port, """
				GET /api/v1/corpora HTTP/1.1
				Host: %s
				Connection: close

				""".formatted(host));
		assertThat(response.status()).as(response.body()).isEqualTo(status);
	}

	@Test
	void namesTheSettingThatAddsANameOfTheService() throws IOException {
		RawHttp response = RawHttp.send(this.port, """
				GET /api/v1/corpora HTTP/1.1
				Host: nas.tailnet.ts.net
				Connection: close

				""");
		assertThat(response.body()).contains("foreign-host", "nas.tailnet.ts.net", "charrnn.access.allowed-hosts");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Forwarded: for=192.0.2.1", "X-Forwarded-For: 192.0.2.1", "x-forwarded-proto: https",
			"X-Forwarded-Host: example.org", "X-Real-IP: 192.0.2.1", "Via: 1.1 proxy", "CF-Connecting-IP: 192.0.2.1",
			"CF-Ray: 1", "X-Original-Host: example.org", "X-Amzn-Trace-Id: Root=1", "X-ProxyUser-Ip: 192.0.2.1",
			"Tailscale-User-Login: a@example.org", "Ngrok-Auth-User-Email: a@example.org", "X-ARR-LOG-ID: 1",
			"True-Client-IP: 192.0.2.1", "CDN-Loop: cdn" })
	void loopbackIsNoTrustBehindAProxy(String header) throws IOException {
		for (String path : List.of("/api/v1/corpora", "/v1/models", "/actuator/prometheus")) {
			RawHttp response = RawHttp.send(this.port, """
					GET %s HTTP/1.1
					Host: localhost
					%s
					Connection: close

					""".formatted(path, header));
			assertThat(response.status()).as(response.body()).isEqualTo(401);
			assertThat(response.headers()).contains("www-authenticate: bearer");
			assertThat(response.body()).contains(header.split(":")[0], "charrnn.access.keys");
		}
	}

	@Test
	void whatNeedsNoKeyIsServedBehindAProxyToo() throws IOException {
		RawHttp response = RawHttp.send(this.port, """
				GET /actuator/health/liveness HTTP/1.1
				Host: example.org
				X-Forwarded-For: 192.0.2.1
				Connection: close

				""");
		assertThat(response.status()).isEqualTo(200);
	}

	@Test
	void takesNoNoticeOfAKeyThatIsNotNeeded() throws IOException {
		RawHttp response = RawHttp.send(this.port, """
				GET /v1/models HTTP/1.1
				Host: localhost
				Authorization: Bearer anything
				Connection: close

				""");
		assertThat(response.status()).isEqualTo(200);
	}

	@ParameterizedTest
	@CsvSource({ "AUTO, 127.0.0.1, false", "AUTO, 127.0.0.2, false", "AUTO, ::1, false", "AUTO, 0.0.0.0, true",
			"AUTO, 10.0.0.1, true", "AUTO, '', true", "REQUIRED, 127.0.0.1, true", "OFF, 0.0.0.0, false" })
	void keysAreNeededBeyondLoopback(AccessSettings.Keys keys, String address, boolean needed) throws IOException {
		AccessSettings settings = new AccessSettings(keys, null, 1, 1, 0, 1, null, AccessSettings.FirstKeyPlace.FILE,
				false, List.of(), List.of());
		assertThat(settings.needsKeys(address.isEmpty() ? null : InetAddress.getByName(address))).isEqualTo(needed);
	}

}
