package io.charrnn.access;

import java.net.URI;
import java.time.Instant;
import java.util.Date;
import java.util.List;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import io.charrnn.problem.UnauthenticatedException;
import io.charrnn.problem.UnavailableException;
import io.charrnn.workspace.Workspace;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class AccessTokensTests {

	private static final Issuer ISSUER = Issuer.start();

	private final AccessTokens tokens = tokens(ISSUER.uri(), null, "");

	@AfterAll
	static void stop() {
		ISSUER.close();
	}

	@Test
	void mapsScopesOfATokenToThoseOfKeys() throws Exception {
		Identity who = this.tokens.identify(ISSUER.token((claims) -> claims.claim("scope", "openid read train")));
		assertThat(who.id()).isEqualTo("subject:alice");
		assertThat(who.scopes()).containsExactlyInAnyOrder(Scope.READ, Scope.TRAIN);
	}

	@Test
	void takesScopesAsAListWithAPrefix() throws Exception {
		AccessTokens prefixed = tokens(ISSUER.uri(), URI.create(ISSUER.uri() + "/keys"), "charrnn:");
		Identity who = prefixed.identify(ISSUER
			.token((claims) -> claims.claim("scope", null).claim("scp", List.of("charrnn:admin", "read", "other"))));
		assertThat(who.scopes()).containsExactly(Scope.ADMIN);
	}

	@Test
	void refusesWhatIsNotForThisServiceOrNotNow() throws Exception {
		for (String token : List.of(ISSUER.token((claims) -> claims.audience("another")),
				ISSUER.token((claims) -> claims.issuer("https://example.org")),
				ISSUER.token((claims) -> claims.expirationTime(Date.from(Instant.now().minusSeconds(600)))),
				ISSUER.token((claims) -> claims.notBeforeTime(Date.from(Instant.now().plusSeconds(600)))),
				ISSUER.token((claims) -> claims.expirationTime(null)),
				ISSUER.token((claims) -> claims.subject(null)))) {
			assertInvalid(token);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "alice\r\nPOST /api/v1/keys by key_0 from 127.0.0.1: 201", "alice\u0085",
			"a\u2028b", "\u0000" })
	void refusesSubjectsThatWouldSplitALineOrSayNothing(String subject) throws Exception {
		assertInvalid(ISSUER.token((claims) -> claims.subject(subject)));
	}

	@Test
	void refusesSubjectsOfAnyLength() throws Exception {
		assertInvalid(ISSUER.token((claims) -> claims.subject("a".repeat(256))));
		String longest = "a".repeat(255);
		assertThat(this.tokens.identify(ISSUER.token((claims) -> claims.subject(longest))).id())
			.isEqualTo("subject:" + longest);
	}

	@Test
	void refusesForgedTokens() throws Exception {
		assertInvalid(ISSUER.token(Issuer.newKey("one"), (claims) -> {
		}));
		for (int time = 0; time < 3; time++) {
			assertInvalid(ISSUER.token(Issuer.newKey("two"), (claims) -> {
			}));
		}
		String token = ISSUER.token((claims) -> {
		});
		assertInvalid(token.substring(0, token.lastIndexOf('.') + 1));
		assertInvalid(new PlainJWT(new JWTClaimsSet.Builder().subject("alice").build()).serialize());
		assertInvalid("a.b.c");
	}

	@Test
	void saysThatTheIssuerIsAway() throws Exception {
		String token = ISSUER.token((claims) -> {
		});
		AccessTokens lost = tokens("http://127.0.0.1:1", null, "");
		assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> lost.identify(token))
			.satisfies((ex) -> assertThat(ex.type()).isEqualTo("issuer-unavailable"));
	}

	private void assertInvalid(String token) {
		assertThatExceptionOfType(UnauthenticatedException.class).isThrownBy(() -> this.tokens.identify(token))
			.satisfies((ex) -> assertThat(ex.type()).isEqualTo("invalid-access-token"));
	}

	@Test
	void belongToTheWorkspaceThatAClaimNames() throws Exception {
		AccessTokens claimed = new AccessTokens(
				new TokenSettings(URI.create(ISSUER.uri()), null, "char-rnn-server", "", "tenant"));
		assertThat(claimed.identify(ISSUER.token((claims) -> claims.claim("tenant", "poets"))).workspace())
			.isEqualTo(new Workspace("poets"));
		assertThat(this.tokens.identify(ISSUER.token((claims) -> claims.claim("tenant", "poets"))).workspace())
			.isEqualTo(Workspace.DEFAULT);
		for (Object tenant : List.of("", "a b", 7, List.of("poets"))) {
			String token = ISSUER.token((claims) -> claims.claim("tenant", tenant));
			assertThatExceptionOfType(UnauthenticatedException.class).isThrownBy(() -> claimed.identify(token))
				.withMessageContaining("tenant");
		}
	}

	private static AccessTokens tokens(String issuer, @Nullable URI keys, String prefix) {
		return new AccessTokens(new TokenSettings(URI.create(issuer), keys, "char-rnn-server", prefix, ""));
	}

}
