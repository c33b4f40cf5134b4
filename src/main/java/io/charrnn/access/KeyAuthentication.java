package io.charrnn.access;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.InternalAuthenticationServiceException;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Knows callers by their keys, which are opaque tokens. */
@Component
class KeyAuthentication implements AuthenticationProvider {

	private final KnownKeys keys;

	KeyAuthentication(KnownKeys keys) {
		this.keys = keys;
	}

	@Override
	public @Nullable Authentication authenticate(Authentication shown) {
		String secret = ((BearerTokenAuthenticationToken) shown).getToken();
		try {
			return this.keys.find(new Secret(secret)).map(Identity::of).map(Identity::authentication).orElse(null);
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
