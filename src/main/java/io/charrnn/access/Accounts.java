package io.charrnn.access;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.charrnn.workspace.CurrentWorkspace;
import io.charrnn.workspace.DailyCharacters;
import io.charrnn.workspace.Workspace;

import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * Usage by callers. Keys are counted in this process; each replica counts separately.
 */
@Component
public class Accounts {

	private static final String ATTRIBUTE = Account.class.getName();

	/** Longer than a bucket takes to be full again, unless much is owed. */
	private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

	/**
	 * Of an issuer of tokens that names subjects as it likes; a few hundred bytes each.
	 */
	private static final int MOST = 50_000;

	private final AccessSettings settings;

	private final DailyCharacters daily;

	private final Cache<String, Usage> usages = Caffeine.newBuilder()
		.expireAfterAccess(FORGOTTEN_AFTER)
		.maximumSize(MOST)
		.build();

	Accounts(AccessSettings settings, DailyCharacters daily) {
		this.settings = settings;
		this.daily = daily;
	}

	/** What a key uses. */
	Usage usage(Caller who) {
		return this.usages.get(who.id(),
				(id) -> new Usage(
						Objects.requireNonNullElse(who.requestsPerMinute(), this.settings.requestsPerMinute()),
						Objects.requireNonNullElse(who.concurrentRequests(), this.settings.concurrentRequests()),
						Objects.requireNonNullElse(who.charactersPerMinute(), this.settings.charactersPerMinute())));
	}

	/**
	 * The account of the request that this thread answers. Once it is open, the request
	 * has computed what it asked for, and whatever goes beyond what was left is taken
	 * from what comes later.
	 * @throws io.charrnn.problem.TooManyRequestsException if its key or its workspace has
	 * had its characters
	 */
	public Account open() {
		RequestAttributes request = RequestContextHolder.getRequestAttributes();
		Account account = (request != null) ? (Account) request.getAttribute(ATTRIBUTE, RequestAttributes.SCOPE_REQUEST)
				: null;
		if (account == null) {
			account = begin();
			if (request != null) {
				request.setAttribute(ATTRIBUTE, account, RequestAttributes.SCOPE_REQUEST);
			}
		}
		return account;
	}

	/** Whoever asks how the service is acts in no workspace. */
	private Account begin() {
		Optional<Usage> key = Caller.current().map(this::usage);
		Optional<Workspace> workspace = CurrentWorkspace.find();
		key.ifPresent(Usage::checkCharacters);
		workspace.ifPresent(this.daily::check);
		return (characters) -> {
			key.ifPresent((usage) -> usage.addCharacters(characters));
			workspace.ifPresent((name) -> this.daily.add(name, characters));
		};
	}

}
