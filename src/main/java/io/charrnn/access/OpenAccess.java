package io.charrnn.access;

import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;

/**
 * Takes whoever shows a key that is not known, where none is needed, for somebody who
 * shows none: clients of OpenAI's API always send something.
 */
final class OpenAccess implements AuthenticationProvider {

	private static final String NOBODY = "nobody";

	@Override
	public Authentication authenticate(Authentication shown) {
		return new AnonymousAuthenticationToken(NOBODY, NOBODY, AuthorityUtils.createAuthorityList(NOBODY));
	}

	@Override
	public boolean supports(Class<?> authentication) {
		return BearerTokenAuthenticationToken.class.isAssignableFrom(authentication);
	}

}
