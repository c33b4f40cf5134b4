package io.charrnn.inference.prediction;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

import io.charrnn.inference.Temperature;
import io.charrnn.inference.prediction.PredictionResponse.Continuation;
import io.charrnn.inference.Beginning;
import io.charrnn.inference.serving.LoadedModel;
import io.charrnn.inference.serving.Reading;
import io.charrnn.inference.serving.Request;
import io.charrnn.model.EncodedText;
import io.charrnn.model.HiddenState;
import io.charrnn.model.ngram.Mixer;
import io.charrnn.model.Ranking;
import io.charrnn.model.Softmax;
import org.jspecify.annotations.Nullable;

/**
 * The most probable continuations of a text by best-first search: what has the highest
 * probability so far is continued first. A beginning is at least as probable as anything
 * that continues from it, so the continuations are found in the order of their
 * probabilities, and all that are found are the most probable ones.
 */
final class Continuations {

	/** Bounds the work of all searches of a request: characters that are read. */
	static final int MOST_STEPS = 20_000;

	/** Bounds the memory of a search. */
	private static final long MOST_BYTES = 32L << 20;

	private final LoadedModel model;

	private final PredictionSettings settings;

	private final SearchMemory memory;

	/** What this search has taken of it. */
	private long bytes;

	/**
	 * A search.
	 * @param model what continues
	 * @param settings how many continuations of how many characters
	 * @param memory that all searches share
	 */
	Continuations(LoadedModel model, PredictionSettings settings, SearchMemory memory) {
		this.model = model;
		this.settings = settings;
		this.memory = memory;
	}

	/**
	 * Finds the most probable continuations.
	 * @param state after the text; not changed
	 * @param logits {@code [V]}: what the model says then
	 * @param mostSteps how many characters the model may read on the way
	 * @param request what computes
	 * @return the most probable first; fewer than asked for if there are no more, or if
	 * the steps or the memory did not suffice
	 * @throws io.charrnn.problem.UnavailableException if other searches have the memory
	 */
	List<Continuation> find(HiddenState state, float[] logits, int mostSteps, Request request) {
		try {
			return search(state, logits, mostSteps, request);
		}
		finally {
			this.memory.release(this.bytes);
			this.bytes = 0;
		}
	}

	private List<Continuation> search(HiddenState state, float[] logits, int mostSteps, Request request) {
		PriorityQueue<Candidate> open = new PriorityQueue<>();
		int steps = 0;
		List<Continuation> found = new ArrayList<>();
		open.add(new Prefix(state, logits, 0, null).best());
		while (!open.isEmpty() && found.size() < this.settings.top()) {
			Candidate best = open.remove();
			Candidate sibling = best.sibling();
			if (sibling != null) {
				open.add(sibling);
			}
			if (best.length() == this.settings.length() || this.model.alphabet().isMark(best.index())) {
				found.add(new Continuation(best.text(), StrictMath.exp(best.logProbability), best.logProbability));
				continue;
			}
			if (steps++ == mostSteps) {
				break;
			}
			Prefix prefix = read(best, request);
			if (!isInBounds(prefix)) {
				break;
			}
			open.add(prefix.best());
		}
		return found;
	}

	private boolean isInBounds(Prefix prefix) {
		this.memory.take(prefix.bytes());
		this.bytes += prefix.bytes();
		return this.bytes <= MOST_BYTES;
	}

	private Prefix read(Candidate candidate, Request request) {
		EncodedText next = new EncodedText(new char[] { (char) candidate.index() });
		Beginning from = new Beginning(candidate.prefix.state, next, false, Mixer.NONE);
		Forecast forecast = new Forecast(from);
		Reading reading = request.start(this.model, forecast, from.state().copy());
		request.await();
		return new Prefix(reading.state(), forecast.logits(), candidate.logProbability, candidate);
	}

	/** A beginning, and what may follow it. */
	private final class Prefix {

		private final HiddenState state;

		private final double logProbability;

		private final @Nullable Candidate last;

		private final Ranking ranking;

		private final float[] logits;

		private final double logSum;

		Prefix(HiddenState state, float[] logits, double logProbability, @Nullable Candidate last) {
			this.state = state;
			this.logProbability = logProbability;
			this.last = last;
			this.logits = logits;
			this.ranking = new Ranking(this.logits.length);
			this.ranking.rank(this.logits);
			this.logSum = StrictMath
				.log(Softmax.weights(this.logits, (Continuations.this.settings.temperature() == Temperature.GREEDY) ? 1
						: Continuations.this.settings.temperature(), new double[this.logits.length]));
		}

		Candidate best() {
			return new Candidate(this, 0, this.logProbability + logProbability(0));
		}

		/** Of the character at a rank. */
		double logProbability(int rank) {
			if (Continuations.this.settings.temperature() == Temperature.GREEDY) {
				return 0;
			}
			double highest = this.logits[this.ranking.at(0)];
			return (this.logits[this.ranking.at(rank)] - highest) / Continuations.this.settings.temperature()
					- this.logSum;
		}

		/** How many characters may follow. */
		int choices() {
			return (Continuations.this.settings.temperature() == Temperature.GREEDY) ? 1 : this.logits.length;
		}

		/** About what it holds. */
		long bytes() {
			return 4L * this.state.vectors().length * this.state.vectors()[0].length + 16L * this.logits.length;
		}

	}

	/** A character after a beginning. */
	private final class Candidate implements Comparable<Candidate> {

		private final Prefix prefix;

		private final int rank;

		private final double logProbability;

		Candidate(Prefix prefix, int rank, double logProbability) {
			this.prefix = prefix;
			this.rank = rank;
			this.logProbability = logProbability;
		}

		int index() {
			return this.prefix.ranking.at(this.rank);
		}

		/** The same beginning with the next likely character, or null. */
		@Nullable Candidate sibling() {
			int next = this.rank + 1;
			return (next < this.prefix.choices())
					? new Candidate(this.prefix, next, this.prefix.logProbability + this.prefix.logProbability(next))
					: null;
		}

		int length() {
			return 1 + ((this.prefix.last != null) ? this.prefix.last.length() : 0);
		}

		String text() {
			String before = (this.prefix.last != null) ? this.prefix.last.text() : "";
			return before + Continuations.this.model.alphabet().textAt(index());
		}

		/** The more probable first; of equal ones the longer, then by its characters. */
		@Override
		public int compareTo(Candidate other) {
			int order = Double.compare(other.logProbability, this.logProbability);
			if (order == 0) {
				order = Integer.compare(other.length(), length());
			}
			return (order != 0) ? order : text().compareTo(other.text());
		}

	}

}
