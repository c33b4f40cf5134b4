package io.charrnn.inference.serving;

import java.util.Objects;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.charrnn.corpus.Corpus;
import io.charrnn.model.Alphabet;
import io.charrnn.model.EncodedText;
import io.charrnn.model.ngram.CorpusNgrams;
import io.charrnn.problem.Problem;
import io.charrnn.problem.UnprocessableException;
import io.charrnn.registry.ModelMemory;
import io.charrnn.registry.ModelReference;
import io.charrnn.registry.StoredModel;
import io.charrnn.workspace.CurrentWorkspace;
import io.charrnn.workspace.Workspace;

import org.springframework.stereotype.Component;

/**
 * The n-grams of what models learned: counted from the corpus when they are first asked
 * for, and kept for all models that learned the same as long as there is room. What is
 * kept counts in {@link ModelMemory}.
 */
@Component
class LearnedNgrams {

	private final LearnedTexts texts;

	private final ModelMemory memory;

	/** Takes up to some seconds of a core. */
	private final OneAtATime counting = new OneAtATime("n-grams");

	private final Cache<Key, Kept> kept;

	LearnedNgrams(LearnedTexts texts, ModelMemory memory) {
		this.texts = texts;
		this.memory = memory;
		this.kept = Caffeine.newBuilder()
			.maximumWeight(Math.max(1, memory.size().toKilobytes() / 4))
			.weigher((Key key, Kept table) -> (int) (table.ngrams().bytes() / 1024))
			.executor(Runnable::run)
			.removalListener((key, removed, cause) -> {
				if (removed != null) {
					removed.share().close();
				}
			})
			.build();
	}

	/**
	 * The n-grams of what a model learned.
	 * @param alphabet the model's
	 * @throws UnprocessableException if that is not there
	 * @throws io.charrnn.problem.UnavailableException if others are counted, or have the
	 * memory
	 */
	CorpusNgrams of(StoredModel model, Alphabet alphabet) {
		return CurrentWorkspace.call(corporaOf(model), () -> ofCorpus(model, alphabet));
	}

	private CorpusNgrams ofCorpus(StoredModel model, Alphabet alphabet) {
		Corpus corpus = this.texts.find(model, LearnedNgrams::none);
		Key key = new Key(corpus.sha256(), Objects.requireNonNull(model.provenance().trainingCharacters()), alphabet);
		Kept there = this.kept.getIfPresent(key);
		return (there != null) ? there.ngrams()
				: this.counting.inTurn(() -> this.kept.get(key, (absent) -> count(model, alphabet)).ngrams());
	}

	/**
	 * Who shares a model that is served with a mixture shares what that takes; otherwise
	 * the corpus has to be one's own.
	 */
	private static Workspace corporaOf(StoredModel model) {
		Workspace own = CurrentWorkspace.get();
		return model.serving().mixture()
				? ModelReference.parse(model.reference()).map(ModelReference::owner).orElse(own) : own;
	}

	private Kept count(StoredModel model, Alphabet alphabet) {
		EncodedText text = this.texts.read(model, alphabet, LearnedNgrams::none);
		CorpusNgrams counted = this.memory.within(
				CorpusNgrams.MOST_BYTES + (long) CorpusNgrams.BYTES_OF_COUNTED * text.length(),
				() -> CorpusNgrams.of(text, alphabet));
		return new Kept(counted, this.memory.takeUsed(counted.bytes()));
	}

	private static Problem none(String why) {
		return new UnprocessableException("no-mixture",
				"mixture must be false for this model, because there are no n-grams to combine it with: %s."
					.formatted(why))
			.with("field", "mixture");
	}

	/**
	 * What is counted.
	 *
	 * @param corpus SHA-256 of it
	 * @param characters how many of it
	 * @param alphabet in which order the characters are
	 */
	private record Key(String corpus, long characters, Alphabet alphabet) {
	}

	/**
	 * A table in memory.
	 *
	 * @param share what it takes
	 */
	private record Kept(CorpusNgrams ngrams, ModelMemory.Share share) {
	}

}
