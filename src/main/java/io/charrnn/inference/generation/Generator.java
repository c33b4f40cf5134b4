package io.charrnn.inference.generation;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

import io.charrnn.inference.Beginning;
import io.charrnn.inference.pattern.PatternWalk;
import io.charrnn.inference.pattern.TextPattern;
import io.charrnn.inference.serving.KnownText;
import io.charrnn.model.Alphabet;
import io.charrnn.model.EncodedText;
import io.charrnn.model.HiddenState;
import io.charrnn.model.Sampler;
import io.charrnn.model.ngram.Mixer;
import org.jspecify.annotations.Nullable;

/**
 * Writes one text, character by character. A step thread writes; the request's thread
 * takes what is written.
 */
final class Generator implements KnownText {

	private final Alphabet alphabet;

	private final EncodedText opening;

	private final Sampler sampler;

	private final StopStrings stop;

	private final boolean includeStop;

	private final int minCharacters;

	private final boolean ignoreEnd;

	/** The indices that are no marks. */
	private final BitSet characters = new BitSet();

	private final @Nullable PatternWalk pattern;

	private final int maxCharacters;

	private final long seed;

	private final int mostAhead;

	private final @Nullable LogProbabilities probabilities;

	private final @Nullable KeptStates states;

	private final Mixer mixer;

	private int read;

	/** The text in code points; longer than what is published while one is decided. */
	private int[] text = new int[64];

	private int written;

	private int generated;

	/** What is decided of the text; written after all else that a taker reads. */
	private volatile int length;

	private volatile int taken;

	private volatile boolean paused;

	private volatile @Nullable FinishReason finishReason;

	/** What ended the text, if a stop string did; written before the reason. */
	private @Nullable String stopped;

	/** {@link System#nanoTime} at the first choice. */
	private volatile long begun;

	/**
	 * Begins a text.
	 * @param before what stands before the text, as the request gave it
	 * @param opening what is left to be read first
	 * @param pattern what the text has to match, or null
	 * @param mostAhead characters that are written but not taken at which it pauses
	 * @param states keeps some of those that the text goes through, or null
	 * @param mixer of what was read before, the opening; continues with the text
	 */
	Generator(Alphabet alphabet, EncodedText before, EncodedText opening, GenerationSettings settings,
			@Nullable TextPattern pattern, long seed, int mostAhead, @Nullable KeptStates states, Mixer mixer) {
		this.alphabet = alphabet;
		this.opening = opening;
		this.sampler = new Sampler(settings.sampling(), alphabet.size());
		this.sampler.read(before);
		this.stop = settings.stop();
		this.includeStop = settings.includeStop();
		this.minCharacters = settings.minCharacters();
		this.ignoreEnd = settings.ignoreEnd();
		this.characters.set(0, alphabet.size());
		alphabet.marks().forEach((mark) -> this.characters.clear(mark.index()));
		this.pattern = (pattern != null) ? pattern.begin() : null;
		this.maxCharacters = settings.maxCharacters();
		this.seed = seed;
		this.mostAhead = mostAhead;
		this.states = states;
		this.mixer = mixer;
		this.probabilities = settings.measuresProbability()
				? new LogProbabilities(alphabet, (settings.alternatives() != null) ? settings.alternatives() : -1)
				: null;
	}

	@Override
	public int known() {
		return this.opening.length() - this.read;
	}

	@Override
	public void take(int[] characters, int from, int count) {
		for (int index = 0; index < count; index++) {
			characters[from + index] = this.opening.at(this.read++);
		}
	}

	@Override
	public boolean listens() {
		return false;
	}

	@Override
	public void said(float[] logits) {
		throw new IllegalStateException("nothing about a prompt was asked");
	}

	@Override
	public boolean asks() {
		return known() == 0;
	}

	@Override
	public int next(float[] logits) {
		if (this.written - this.taken >= this.mostAhead) {
			this.paused = true;
			return PAUSE;
		}
		if (this.generated == 0) {
			this.begun = System.nanoTime();
		}
		float[] mixed = this.mixer.mix(logits);
		int index = this.sampler.choose(mixed, this.seed, this.generated, permitted());
		this.generated++;
		if (this.probabilities != null) {
			this.probabilities.add(mixed, index);
		}
		this.mixer.read(index);
		FinishReason reason = (this.pattern != null) ? FinishReason.PATTERN : FinishReason.END;
		if (!this.alphabet.isMark(index) && (this.pattern == null || this.pattern.take(index))) {
			append(this.alphabet.characterAt(index));
			reason = endsNow();
		}
		this.length = this.written;
		this.finishReason = reason;
		return (reason == null) ? index : END;
	}

	private @Nullable BitSet permitted() {
		BitSet ofPattern = (this.pattern != null) ? this.pattern.permitted(this.maxCharacters - this.generated) : null;
		if (!this.alphabet.hasDocuments()) {
			return ofPattern;
		}
		boolean mayEnd = !this.ignoreEnd && this.written >= this.minCharacters
				&& (this.pattern == null || this.pattern.matches());
		BitSet permitted = (BitSet) ((ofPattern != null) ? ofPattern : this.characters).clone();
		permitted.set(this.alphabet.end(), mayEnd);
		return permitted;
	}

	@Override
	public @Nullable HiddenState keeps() {
		return (this.states != null && this.generated > 0) ? this.states.after(this.generated - 1) : null;
	}

	/**
	 * What to continue from behind the text; to be asked at the end.
	 * @param state of what was read: the last character that was chosen was not
	 */
	Beginning after(HiddenState state) {
		int read = this.generated - 1;
		if (this.states == null || this.written >= read) {
			return new Beginning(state, characters(Math.min(read, this.written)), false, this.mixer);
		}
		int kept = this.states.latest(this.written, read);
		return new Beginning(this.states.at(kept), characters(kept), false, this.mixer);
	}

	/** All of it; to be asked at the end. */
	EncodedText text() {
		return characters(0);
	}

	private EncodedText characters(int from) {
		return this.alphabet.encode(new String(this.text, from, this.written - from));
	}

	/** Characters of the text; to be asked at the end. */
	int written() {
		return this.written;
	}

	private @Nullable FinishReason endsNow() {
		int stopLength = this.stop.atEnd(this.text, this.written);
		if (stopLength > 0 && this.written - stopLength >= this.minCharacters) {
			this.stopped = new String(this.text, this.written - stopLength, stopLength);
			this.written -= this.includeStop ? 0 : stopLength;
			return FinishReason.STOP;
		}
		if (this.pattern != null && this.pattern.isOver(this.maxCharacters - this.generated)) {
			return this.pattern.isComplete() ? FinishReason.PATTERN : FinishReason.LENGTH;
		}
		return (this.generated == this.maxCharacters) ? FinishReason.LENGTH : null;
	}

	private void append(int character) {
		if (this.written == this.text.length) {
			this.text = Arrays.copyOf(this.text, 2 * this.written);
		}
		this.text[this.written++] = character;
	}

	/** Whether there is something to take, or the text has ended or paused. */
	boolean hasNews() {
		return this.finishReason != null || this.paused || certain() > this.taken;
	}

	/** What is certain to belong to the text and was not taken before. */
	GeneratedPart take() {
		int from = this.taken;
		int to = certain();
		this.taken = to;
		return new GeneratedPart(new String(this.text, from, to - from),
				(this.probabilities != null) ? this.probabilities.characters(from, to) : List.of());
	}

	private int certain() {
		boolean ended = this.finishReason != null;
		int decided = this.length;
		return decided - (ended ? 0 : this.stop.begunAtEnd(this.text, decided));
	}

	/** Whether it has paused since it was last asked. */
	boolean hasPaused() {
		boolean has = this.paused;
		this.paused = false;
		return has;
	}

	/** How the text ended, or null if it goes on. */
	@Nullable GeneratedEnd end() {
		return (this.finishReason == null) ? null : new GeneratedEnd(this.finishReason, this.stopped, this.seed,
				(this.probabilities != null) ? this.probabilities.mean() : null);
	}

	/**
	 * Characters written, among them those of a stop string and the one that left a
	 * pattern; to be asked at the end.
	 */
	int generated() {
		return this.generated;
	}

	/** {@link System#nanoTime} when the prompt was read; to be asked at the end. */
	long begun() {
		return this.begun;
	}

}
