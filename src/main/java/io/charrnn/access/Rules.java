package io.charrnn.access;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

import io.charrnn.problem.ForbiddenException;
import io.charrnn.workspace.Workspace;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.web.WebServerNamespace;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.http.HttpMethod;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.AndRequestMatcher;
import org.springframework.security.web.util.matcher.NegatedRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** The scope that each request needs. What no rule names is not there for anybody. */
final class Rules implements
		Customizer<AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry> {

	/** What changes nothing by HTTP's own rules. */
	private static final List<HttpMethod> LOOKING = List.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

	private static final String KEYS = "/api/v1/keys/**";

	private static final String WORKSPACES = "/api/v1/workspaces/**";

	private static final String[] SESSIONS = { "/api/v1/models/{reference}/sessions/**", "/api/v1/sessions/**" };

	/** What is sent to them is computed with a model, and changes nothing. */
	private static final String[] COMPUTING = { "/api/v1/models/{reference}/*", "/v1/completions", "/tokenize",
			"/detokenize", "/v1/chat/**", "/v1/responses/**", "/v1/embeddings/**" };

	private static final String ESTIMATES = "/api/v1/training-jobs/estimates";

	/** Paths of OpenAI's that say what to use in their place stand here as well. */
	private static final String[] OTHERS = { "/api/v1/corpora/**", "/api/v1/samples", "/api/v1/events",
			"/api/v1/training-jobs/**", "/api/v1/searches/**", "/api/v1/models/**", "/v1/models/**", "/v1/files/**",
			"/v1/fine_tuning/**", "/v1/moderations/**", "/v1/images/**", "/v1/audio/**", "/v1/assistants/**",
			"/v1/threads/**", "/v1/batches/**", "/v1/vector_stores/**", "/v1/uploads/**", "/v1/engines/**",
			"/v1/edits/**", "/v1/realtime/**", "/v1/rerank/**", "/v1/messages/**" };

	private final Function<Scope, AuthorizationManager<RequestAuthorizationContext>> needs;

	/**
	 * Has rules.
	 * @param needs what a caller needs for a scope
	 */
	Rules(Function<Scope, AuthorizationManager<RequestAuthorizationContext>> needs) {
		this.needs = needs;
	}

	@Override
	public void customize(
			AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests) {
		AuthorizationManager<RequestAuthorizationContext> read = this.needs.apply(Scope.READ);
		AuthorizationManager<RequestAuthorizationContext> generate = this.needs.apply(Scope.GENERATE);
		AuthorizationManager<RequestAuthorizationContext> train = this.needs.apply(Scope.TRAIN);
		AuthorizationManager<RequestAuthorizationContext> admin = this.needs.apply(Scope.ADMIN);
		requests.requestMatchers(SESSIONS).access(generate);
		requests.requestMatchers(HttpMethod.POST, COMPUTING).access(generate);
		requests.requestMatchers(KEYS).access(admin);
		requests.requestMatchers(looking(WORKSPACES)).access(read);
		requests.requestMatchers(WORKSPACES).access(admin);
		requests.requestMatchers(ESTIMATES).access(read);
		requests.requestMatchers(looking(COMPUTING), looking(OTHERS)).access(read);
		requests.requestMatchers(COMPUTING).access(train);
		requests.requestMatchers(OTHERS).access(train);
		requests.requestMatchers(EndpointRequest.to("info")).access(read);
		requests.requestMatchers(EndpointRequest.to("prometheus"))
			.access((caller, request) -> aboutAllWorkspaces(read.authorize(caller, request), caller.get()));
		requests.requestMatchers(EndpointRequest.toAnyEndpoint()).access(admin);
		requests.anyRequest().denyAll();
	}

	/**
	 * Metrics name what others have: they are for whoever runs the service, in whose
	 * workspace all is until there are others.
	 */
	private static @Nullable AuthorizationResult aboutAllWorkspaces(@Nullable AuthorizationResult result,
			@Nullable Authentication caller) {
		boolean foreign = Caller.shownBy(caller)
			.filter((who) -> !who.workspace().equals(Workspace.DEFAULT) && !who.scopes().contains(Scope.ADMIN))
			.isPresent();
		if (foreign && result != null && result.isGranted()) {
			throw new AccessDeniedException("metrics of all workspaces", new ForbiddenException("foreign-workspace",
					"Metrics cover all workspaces: they need a key of the workspace default, or one with the scope "
							+ "admin."));
		}
		return result;
	}

	/** What gives out a whole text, model or state that somebody made. */
	static RequestMatcher reading() {
		return looking("/api/v1/corpora/{id}/text", "/api/v1/corpora/{id}/documents",
				"/api/v1/models/{reference}/archive", "/v1/files/{id}/content", "/api/v1/sessions/{id}/state");
	}

	/** What is sent and changes nothing. */
	static RequestMatcher computing() {
		List<HttpMethod> sent = List.of(HttpMethod.POST);
		return new OrRequestMatcher(any(sent, ESTIMATES),
				new AndRequestMatcher(any(sent, COMPUTING), new NegatedRequestMatcher(any(sent, SESSIONS))));
	}

	/** Swagger UI, and the document that it shows. */
	static RequestMatcher documentation() {
		return looking("/swagger-ui", "/swagger-ui/*", "/v3/api-docs", "/v3/api-docs.yaml",
				"/v3/api-docs/swagger-config");
	}

	/** What else needs no key. */
	static RequestMatcher open() {
		return new OrRequestMatcher(looking("/", "/index.html", "/page/*", "/webjars/uplot/**", "/health"),
				EndpointRequest.to("health"), EndpointRequest.toAdditionalPaths(WebServerNamespace.SERVER, "health"));
	}

	private static RequestMatcher looking(String... paths) {
		return any(LOOKING, paths);
	}

	private static RequestMatcher any(List<HttpMethod> methods, String... paths) {
		return new OrRequestMatcher(methods.stream()
			.flatMap(
					(method) -> Arrays.stream(paths).map((path) -> PathPatternRequestMatcher.pathPattern(method, path)))
			.toArray(RequestMatcher[]::new));
	}

}
