package io.charrnn.access;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.header.writers.StaticHeadersWriter;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.util.StringUtils;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.filter.UrlHandlerFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Who may do what: Spring Security, with the keys and the rules of this service. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ AccessSettings.class, TokenSettings.class })
class SecurityConfiguration {

	private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
			+ "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

	/** Swagger UI sets styles of elements. */
	private static final String DOCUMENTATION_POLICY = POLICY.replace("style-src 'self'",
			"style-src 'self' 'unsafe-inline'");

	private static final String BEARER = "bearer ";

	private static final String NOBODY = "nobody";

	private final AccessSettings settings;

	private final boolean keysAreNeeded;

	SecurityConfiguration(AccessSettings settings, @Value("${server.address:#{null}}") @Nullable InetAddress address) {
		this.settings = settings;
		this.keysAreNeeded = settings.needsKeys(address);
	}

	/** What needs no key, and so looks for none. */
	@Bean
	@Order(1)
	SecurityFilterChain open(HttpSecurity http) {
		RequestMatcher documentation = Rules.documentation();
		return common(http).securityMatcher(new OrRequestMatcher(documentation, Rules.open()))
			.headers((headers) -> headers.addHeaderWriter((request, response) -> {
				if (documentation.matches(request)) {
					response.setHeader("Content-Security-Policy", DOCUMENTATION_POLICY);
				}
			}))
			.build();
	}

	/** All the rest. */
	@Bean
	@Order(2)
	SecurityFilterChain service(HttpSecurity http, AuthenticationManager callers, OwnPages pages, Accounts accounts,
			FailedAttempts failures, Refusals refusals) {
		BearerTokenAuthenticationFilter credentials = new BearerTokenAuthenticationFilter(callers, credentials());
		credentials.setAuthenticationFailureHandler((request, response, failure) -> {
			failures.add(request.getRemoteAddr(), failure);
			refusals.commence(request, response, failure);
		});
		return common(http).authorizeHttpRequests(new Rules(this.keysAreNeeded ? Scope::asRule : (scope) -> pages))
			.authenticationManager(callers)
			.headers(
					(headers) -> headers.addHeaderWriter(new StaticHeadersWriter(HttpHeaders.CACHE_CONTROL, "no-store"))
						.addHeaderWriter((request, response) -> response.addHeader(HttpHeaders.VARY,
								"Accept, Authorization, X-API-Key")))
			.exceptionHandling((refused) -> refused.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
			.addFilter(credentials)
			.addFilterBefore(new AuditLog(this.settings.auditReads()), BearerTokenAuthenticationFilter.class)
			.addFilterAfter(new AdmissionFilter(accounts, refusals), AuthorizationFilter.class)
			.build();
	}

	/**
	 * Where no key is needed, nobody minds one that does not count: clients of OpenAI's
	 * API always send something.
	 */
	@Bean
	AuthenticationManager callers(KeyAuthentication keys, TokenSettings tokens) {
		List<AuthenticationProvider> providers = new ArrayList<>(List.of(keys));
		if (!tokens.issuer().isEmpty()) {
			providers.add(new TokenAuthentication(tokens));
		}
		if (tokens.introspectionUri() != null) {
			providers.add(new Introspection(tokens.introspectionUri(), tokens));
		}
		return new ProviderManager(providers,
				this.keysAreNeeded ? null : (shown) -> new AnonymousAuthenticationToken(NOBODY, NOBODY,
						AuthorityUtils.createAuthorityList(NOBODY)));
	}

	/**
	 * Keys that settings name may have any characters, which bearer tokens may not.
	 */
	private static BearerTokenAuthenticationConverter credentials() {
		BearerTokenAuthenticationConverter converter = new BearerTokenAuthenticationConverter();
		converter.setBearerTokenResolver((request) -> {
			String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
			String shown = (authorization != null && authorization.toLowerCase(Locale.ROOT).startsWith(BEARER))
					? authorization.substring(BEARER.length()) : request.getHeader("X-API-Key");
			return StringUtils.hasText(shown) ? shown.strip() : null;
		});
		return converter;
	}

	/**
	 * A timer for each of the filters that a request passes costs more than the filters.
	 */
	@Bean
	SecurityObservationSettings observations() {
		return SecurityObservationSettings.noObservations();
	}

	/**
	 * An empty segment of a path is no danger, as no rule has one, and which methods a
	 * path takes is said by its handlers: both then get an answer that says what was
	 * meant.
	 */
	@Bean
	StrictHttpFirewall firewall() {
		StrictHttpFirewall firewall = new StrictHttpFirewall();
		firewall.setAllowUrlEncodedDoubleSlash(true);
		firewall.setUnsafeAllowAnyHttpMethod(true);
		return firewall;
	}

	/** What answers requests that the firewall rejects, too. */
	@Bean
	Refusals refusals(@Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
		return new Refusals(this.keysAreNeeded, problems);
	}

	/** There are no sessions, forms or pages to log in. */
	private HttpSecurity common(HttpSecurity http) {
		if (this.settings.allowedOrigins().isEmpty()) {
			http.cors(AbstractHttpConfigurer::disable);
		}
		else {
			http.cors((cors) -> cors.configurationSource(allowedOrigins()));
		}
		return http.csrf(AbstractHttpConfigurer::disable)
			.logout(AbstractHttpConfigurer::disable)
			.requestCache(AbstractHttpConfigurer::disable)
			.servletApi(AbstractHttpConfigurer::disable)
			.sessionManagement((sessions) -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
			.headers(SecurityConfiguration::headers);
	}

	private static void headers(HeadersConfigurer<HttpSecurity> headers) {
		headers.cacheControl(HeadersConfigurer.CacheControlConfig::disable)
			.xssProtection(HeadersConfigurer.XXssConfig::disable)
			.contentSecurityPolicy((content) -> content.policyDirectives(POLICY))
			.referrerPolicy((referrer) -> referrer.policy(ReferrerPolicy.NO_REFERRER))
			.crossOriginOpenerPolicy((opener) -> opener.policy(CrossOriginOpenerPolicy.SAME_ORIGIN))
			.httpStrictTransportSecurity((https) -> https.includeSubDomains(false))
			.withObjectPostProcessor(new ObjectPostProcessor<HeaderWriterFilter>() {

				/**
				 * So that no answer is watched for its first byte, and controllers have
				 * the last word.
				 */
				@Override
				public <F extends HeaderWriterFilter> F postProcess(F filter) {
					filter.setShouldWriteHeadersEagerly(true);
					return filter;
				}

			});
	}

	/** Pages of these can also read why they were rejected. */
	private UrlBasedCorsConfigurationSource allowedOrigins() {
		CorsConfiguration allowed = new CorsConfiguration();
		allowed.setAllowedOrigins(this.settings.allowedOrigins());
		allowed.addAllowedMethod(CorsConfiguration.ALL);
		allowed.addAllowedHeader(CorsConfiguration.ALL);
		allowed.setExposedHeaders(
				List.of("Location", "Retry-After", "RateLimit", "RateLimit-Policy", "X-Request-Id", "OpenAI-Project"));
		UrlBasedCorsConfigurationSource everywhere = new UrlBasedCorsConfigurationSource();
		everywhere.registerCorsConfiguration("/**", allowed);
		return everywhere;
	}

	/**
	 * A path with a slash at its end is the path without it, for the rules as for all
	 * else.
	 */
	@Bean
	FilterRegistrationBean<UrlHandlerFilter> trailingSlashes() {
		FilterRegistrationBean<UrlHandlerFilter> filter = new FilterRegistrationBean<>(
				UrlHandlerFilter.trailingSlashHandler("/api/**", "/v1/**", "/tokenize/", "/detokenize/", "/health/")
					.wrapRequest()
					.build());
		filter.setOrder(SecurityFilterProperties.DEFAULT_FILTER_ORDER - 1);
		return filter;
	}

}
