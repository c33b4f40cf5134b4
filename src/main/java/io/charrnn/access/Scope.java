package io.charrnn.access;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

import io.swagger.v3.oas.annotations.media.Schema;

import org.springframework.security.authorization.AuthorityAuthorizationManager;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;

/** What a key allows. */
@Schema(name = "Scope", enumAsRef = true)
enum Scope {

	/** Look at everything but keys. */
	READ,

	/** Predict, generate and score, and keep sessions. */
	GENERATE,

	/** Change corpora, training jobs and models. */
	TRAIN,

	/** Everything, keys included. */
	ADMIN;

	/** What requests call it. */
	String text() {
		return name().toLowerCase(Locale.ROOT);
	}

	/** The rule that lets those in who have this scope. */
	AuthorizationManager<RequestAuthorizationContext> asRule() {
		return AuthorityAuthorizationManager.hasAuthority(text());
	}

	/** What some scopes allow, as Spring Security knows it. */
	static List<GrantedAuthority> authorities(Collection<Scope> scopes) {
		return AuthorityUtils.createAuthorityList(Arrays.stream(values())
			.filter((scope) -> scopes.contains(scope) || scopes.contains(ADMIN))
			.map(Scope::text)
			.toList());
	}

}
