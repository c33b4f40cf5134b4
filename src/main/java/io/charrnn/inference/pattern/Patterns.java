package io.charrnn.inference.pattern;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.charrnn.inference.serving.OneAtATime;
import io.charrnn.inference.pattern.PatternAutomaton.Effort;
import io.charrnn.model.Alphabet;
import io.charrnn.problem.UnprocessableException;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * The structures of requests, each compiled once and cached while there is room. Those
 * that take more than milliseconds are compiled one at a time, so that they do not occupy
 * all processors.
 */
@Component
public class Patterns {

	private static final long MOST_BYTES = 16L << 20;

	private final OneAtATime compiling;

	private final AsyncCache<Key, Outcome> compiled = Caffeine.newBuilder()
		.maximumWeight(MOST_BYTES)
		.weigher((Key key,
				Outcome outcome) -> (int) Math.min(Integer.MAX_VALUE, (long) key.structure().bytes() + outcome.bytes()))
		.executor(Runnable::run)
		.buildAsync();

	@Autowired
	Patterns() {
		this(new OneAtATime("long patterns"));
	}

	/**
	 * Knows no pattern yet.
	 * @param compiling where those that take long are compiled
	 */
	Patterns(OneAtATime compiling) {
		this.compiling = compiling;
	}

	/**
	 * Makes an automaton; to be called in the place of a request.
	 * @param structure what a whole text is to be
	 * @param alphabet the characters that texts are made of
	 * @param maxCharacters most characters of a text
	 * @throws UnprocessableException if it cannot be read, takes too much work, or no
	 * such text matches
	 * @throws io.charrnn.problem.UnavailableException if others are compiled
	 */
	public TextPattern compile(Structure structure, Alphabet alphabet, int maxCharacters) {
		return compiled(new Key(structure, alphabet)).requireTexts(maxCharacters);
	}

	private TextPattern compiled(Key key) {
		CompletableFuture<Outcome> mine = new CompletableFuture<>();
		CompletableFuture<Outcome> outcome = this.compiled.get(key, (missing, executor) -> mine);
		if (outcome == mine) {
			compile(key, mine);
		}
		return outcome.join().pattern();
	}

	/** In the thread of the request that came first. */
	private void compile(Key key, CompletableFuture<Outcome> result) {
		try {
			TextPattern small = TextPattern.compile(key.structure(), key.alphabet(), Effort.LITTLE);
			result.complete(new Outcome((small != null) ? small : this.compiling.inTurn(() -> compileLong(key)), null));
		}
		catch (UnprocessableException ex) {
			result.complete(new Outcome(null, ex));
		}
		catch (RuntimeException ex) {
			result.complete(new Outcome(null, ex));
			this.compiled.asMap().remove(key, result);
		}
		catch (Error ex) {
			result.completeExceptionally(ex);
			throw ex;
		}
	}

	private static TextPattern compileLong(Key key) {
		TextPattern pattern = TextPattern.compile(key.structure(), key.alphabet(), Effort.MUCH);
		if (pattern == null) {
			throw key.structure()
				.problem("too-complex", "needs more states than the service allows; use fewer or smaller repetitions.");
		}
		return pattern;
	}

	/**
	 * What a compiled pattern is made of.
	 *
	 * @param structure what texts have to be
	 * @param alphabet the characters that they are made of
	 */
	private record Key(Structure structure, Alphabet alphabet) {
	}

	/**
	 * What became of it.
	 *
	 * @param compiled the pattern, or null
	 * @param refusal why there is none
	 */
	private record Outcome(@Nullable TextPattern compiled, @Nullable RuntimeException refusal) {

		TextPattern pattern() {
			if (this.refusal != null) {
				throw this.refusal;
			}
			return Objects.requireNonNull(this.compiled);
		}

		int bytes() {
			return (this.compiled != null) ? this.compiled.bytes() : 1 << 13;
		}

	}

}
