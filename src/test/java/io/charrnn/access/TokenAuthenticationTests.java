package io.charrnn.access;

import java.net.URI;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import io.charrnn.workspace.Workspace;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TokenAuthenticationTests {

	private static final Issuer ISSUER = Issuer.start();

	private static final Issuer OTHER = Issuer.start();

	private final TokenAuthentication tokens = tokens("", null, ISSUER.uri());

	@AfterAll
	static void stop() {
		ISSUER.close();
		OTHER.close();
	}

	@Test
	void mapsScopesOfATokenToThoseOfKeys() throws Exception {
		Caller who = identify(this.tokens, ISSUER.token((claims) -> claims.claim("scope", "openid read train")));
		assertThat(who.id()).isEqualTo("subject:alice");
		assertThat(who.scopes()).containsExactlyInAnyOrder(Scope.READ, Scope.TRAIN);
	}

	@Test
	void takesScopesAsAListWithAPrefix() throws Exception {
		TokenAuthentication prefixed = tokens("charrnn:", URI.create(ISSUER.uri() + "/keys"), ISSUER.uri());
		Caller who = identify(prefixed, ISSUER
			.token((claims) -> claims.claim("scope", null).claim("scp", List.of("charrnn:admin", "read", "other"))));
		assertThat(who.scopes()).containsExactly(Scope.ADMIN);
	}

	@Test
	void refusesWhatIsNotForThisServiceOrNotNow() throws Exception {
		for (String token : List.of(ISSUER.token((claims) -> claims.audience("another")),
				ISSUER.token((claims) -> claims.issuer("https://example.org")),
				ISSUER.token((claims) -> claims.issuer(null)),
				ISSUER.token((claims) -> claims.expirationTime(Date.from(Instant.now().minusSeconds(600)))),
				ISSUER.token((claims) -> claims.notBeforeTime(Date.from(Instant.now().plusSeconds(600)))),
				ISSUER.token((claims) -> claims.expirationTime(null)),
				ISSUER.token((claims) -> claims.subject(null)))) {
			assertInvalid(token);
		}
	}

	@Test
	void takesAccessTokensAlone() throws Exception {
		assertThat(identify(this.tokens, ISSUER.tokenOfType("application/at+jwt")).name()).isEqualTo("alice");
		assertInvalid(ISSUER.tokenOfType("JWT"));
		assertInvalid(ISSUER.tokenOfType("id+jwt"));
		assertInvalid(ISSUER.tokenOfType(null));
	}

	@Test
	void refusesATokenThatIsBoundToAKeyOfItsSender() throws Exception {
		assertInvalid(ISSUER.token((claims) -> claims.claim("cnf", Map.of("jkt", "abc"))));
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
		assertThat(identify(this.tokens, ISSUER.token((claims) -> claims.subject(longest))).id())
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
		assertInvalid(
				new PlainJWT(new JWTClaimsSet.Builder().issuer(ISSUER.uri()).subject("alice").build()).serialize());
		assertInvalid("a.b.c");
	}

	@Test
	void belongToTheWorkspaceThatAClaimNames() throws Exception {
		TokenAuthentication claimed = new TokenAuthentication(new TokenSettings(List.of(URI.create(ISSUER.uri())), null,
				"char-rnn-server", "", "tenant", null, null, null));
		assertThat(identify(claimed, ISSUER.token((claims) -> claims.claim("tenant", "poets"))).workspace())
			.isEqualTo(new Workspace("poets"));
		assertThat(identify(this.tokens, ISSUER.token((claims) -> claims.claim("tenant", "poets"))).workspace())
			.isEqualTo(Workspace.DEFAULT);
		for (Object tenant : List.of("", "a b", 7, List.of("poets"))) {
			assertInvalid(claimed, ISSUER.token((claims) -> claims.claim("tenant", tenant)));
		}
	}

	@Test
	void tellsSubjectsOfSeveralIssuersApart() throws Exception {
		TokenAuthentication both = tokens("", null, ISSUER.uri(), OTHER.uri());
		assertThat(identify(both, ISSUER.token((claims) -> {
		})).id()).isEqualTo("subject:alice");
		assertThat(identify(both, OTHER.token((claims) -> {
		})).id()).isEqualTo("subject@" + OTHER.uri() + ":alice");
	}

	@Test
	void takesNoKeyOfAnotherIssuer() throws Exception {
		TokenAuthentication both = tokens("", null, ISSUER.uri(), OTHER.uri());
		assertInvalid(both, OTHER.token((claims) -> claims.issuer(ISSUER.uri())));
	}

	@Test
	void leavesWhatIsNoTokenToOthers() {
		assertThat(this.tokens.authenticate(new BearerTokenAuthenticationToken("crs_abc"))).isNull();
	}

	@Test
	void saysThatTheIssuerIsAway() throws Exception {
		String token = ISSUER.token((claims) -> claims.issuer("http://127.0.0.1:1"));
		TokenAuthentication lost = tokens("", null, "http://127.0.0.1:1");
		for (int time = 0; time < 4; time++) {
			assertUnavailable(lost, token);
		}
	}

	@Test
	void doesNotTrustMetadataOfAnotherIssuer() throws Exception {
		String name = ISSUER.uri() + "/tenant";
		assertUnavailable(tokens("", null, name), ISSUER.token((claims) -> claims.issuer(name)));
	}

	@Test
	void asksForKeysOverHttpsOnly() throws Exception {
		String name = ISSUER.uri() + "/insecure";
		ISSUER.answer("/insecure/.well-known/openid-configuration",
				"{\"issuer\": \"%s\", \"jwks_uri\": \"http://keys.example/keys\"}".formatted(name));
		assertUnavailable(tokens("", null, name), ISSUER.token((claims) -> claims.issuer(name)));
	}

	@Test
	void findsTheMetadataOfAnAuthorizationServer() throws Exception {
		String name = ISSUER.uri() + "/plain";
		ISSUER.answer("/.well-known/oauth-authorization-server/plain",
				"{\"issuer\": \"%s\", \"jwks_uri\": \"%s/keys\"}".formatted(name, ISSUER.uri()));
		assertThat(identify(tokens("", null, name), ISSUER.token((claims) -> claims.issuer(name))).id())
			.isEqualTo("subject:alice");
	}

	@ParameterizedTest
	@CsvSource({ "http://issuer.example.org", "http://10.0.0.1", "http://127.0.0.1.example.org", "ftp://localhost",
			"issuer.example.org" })
	void takesNoIssuerThatOthersCanSpeakFor(String issuer) {
		assertThatIllegalArgumentException().isThrownBy(() -> tokens("", null, issuer))
			.withMessageContaining("charrnn.access.oauth2.issuer must be an https URI");
		assertThatIllegalArgumentException().isThrownBy(() -> tokens("", URI.create(issuer), ISSUER.uri()))
			.withMessageContaining("charrnn.access.oauth2.jwk-set-uri must be an https URI");
	}

	private void assertInvalid(String token) {
		assertInvalid(this.tokens, token);
	}

	private static void assertInvalid(TokenAuthentication tokens, String token) {
		assertThatExceptionOfType(InvalidBearerTokenException.class).isThrownBy(() -> identify(tokens, token));
	}

	private static void assertUnavailable(TokenAuthentication tokens, String token) {
		assertThatExceptionOfType(AuthenticationServiceException.class).isThrownBy(() -> identify(tokens, token));
	}

	private static Caller identify(TokenAuthentication tokens, String token) {
		Authentication known = Objects.requireNonNull(tokens.authenticate(new BearerTokenAuthenticationToken(token)));
		return Caller.shownBy(known).orElseThrow();
	}

	private static TokenAuthentication tokens(String prefix, @Nullable URI keys, String... issuers) {
		return new TokenAuthentication(new TokenSettings(List.of(issuers).stream().map(URI::create).toList(), keys,
				"char-rnn-server", prefix, "", null, null, null));
	}

}
