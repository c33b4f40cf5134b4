package io.charrnn.access;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

import io.charrnn.testing.RawHttp;
import io.charrnn.testing.ServiceTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.util.unit.DataSize;

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
	@CsvSource({ "localhost:8080, 200", "127.0.0.1, 200", "[::1]:8080, 200", "workstation, 200", "app.localhost, 200",
			"evil.example:8080, 403", "127.0.0.1.evil.example, 403" })
	void namesOfTheInternetDoNotLeadToALoopbackAddress(String host, int status) throws IOException {
		RawHttp response = RawHttp.send(this.port, """
				GET /api/v1/corpora HTTP/1.1
				Host: %s
				Connection: close

				""".formatted(host));
		assertThat(response.status()).as(response.body()).isEqualTo(status);
	}

	@Test
	void takesNoNoticeOfAKeyThatIsNotNeeded() throws IOException {
		RawHttp response = RawHttp.send(this.port, """
				GET /v1/models HTTP/1.1
				Host: a
				Authorization: Bearer anything
				Connection: close

				""");
		assertThat(response.status()).isEqualTo(200);
	}

	@ParameterizedTest
	@CsvSource({ "AUTO, 127.0.0.1, false", "AUTO, 127.0.0.2, false", "AUTO, ::1, false", "AUTO, 0.0.0.0, true",
			"AUTO, 10.0.0.1, true", "AUTO, '', true", "REQUIRED, 127.0.0.1, true", "OFF, 0.0.0.0, false" })
	void keysAreNeededBeyondLoopback(AccessSettings.Keys keys, String address, boolean needed) throws IOException {
		AccessSettings settings = new AccessSettings(keys, null, 1, 1, List.of(), DataSize.ofBytes(1),
				Duration.ofSeconds(20));
		assertThat(settings.needsKeys(address.isEmpty() ? null : InetAddress.getByName(address))).isEqualTo(needed);
	}

}
