package io.charrnn.access;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.InternalAuthenticationServiceException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Knows callers by their keys, which are opaque tokens. An address that has failed too
 * often may still show a key that is stored, as nobody can guess one, and others may have
 * the same address.
 */
@Component
class KeyAuthentication implements AuthenticationProvider {

	private final KnownKeys keys;

	private final LastUses uses;

	private final FailedAttempts failures;

	KeyAuthentication(KnownKeys keys, LastUses uses, FailedAttempts failures) {
		this.keys = keys;
		this.uses = uses;
		this.failures = failures;
	}

	@Override
	public @Nullable Authentication authenticate(Authentication shown) {
		Secret secret = new Secret(((BearerTokenAuthenticationToken) shown).getToken());
		boolean mayGuess = this.failures.allow(address(shown));
		Optional<ApiKey> key = (mayGuess ? this.keys.findConfigured(secret) : Optional.<ApiKey>empty())
			.or(() -> find(secret));
		if (key.isEmpty() && !mayGuess) {
			throw new LockedException("too many failures", this.failures.refusal());
		}
		return key.map(Caller::of).map(Caller::authentication).orElse(null);
	}

	private static String address(Authentication shown) {
		return (shown.getDetails() instanceof WebAuthenticationDetails from) ? String.valueOf(from.getRemoteAddress())
				: "";
	}

	private Optional<ApiKey> find(Secret secret) {
		try {
			Optional<ApiKey> key = this.keys.find(secret);
			key.ifPresent((found) -> this.uses.note(found.id()));
			return key;
		}
		catch (DataAccessException | TransactionException ex) {
			throw new InternalAuthenticationServiceException("the keys cannot be read", ex);
		}
	}

	@Override
	public boolean supports(Class<?> authentication) {
		return BearerTokenAuthenticationToken.class.isAssignableFrom(authentication);
	}

}
