package io.charrnn.model.ngram;

import java.util.stream.Collectors;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import io.charrnn.model.Alphabet;
import io.charrnn.model.CounterRandom;
import io.charrnn.model.EncodedText;
import io.charrnn.model.Softmax;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class MixtureTests {

	private static final Alphabet ALPHABET = new Alphabet("abcdefgh ");

	private static final int SIZE = ALPHABET.size();

	private static final String LEARNED = "bad cab fed gag bad face ".repeat(5) + "had a bad fad";

	private static final CorpusNgrams CORPUS = CorpusNgrams.of(ALPHABET.encode(LEARNED), ALPHABET);

	@Test
	void isTheWeightedProductOfNaiveDistributions() {
		String text = "bad cab hag bad cab hhh bad dada cab hag";
		Mixture mixture = Mixture.begin(CORPUS, SIZE);
		double[] weights = mixture.state().weights();
		for (int position = 0; position < text.length(); position++) {
			float[] logits = logits(position);
			String before = text.substring(0, position);
			double[][] inputs = { log(softmax(logits)), log(naive(before, List.of(before))),
					log(naive(before, List.of(LEARNED, before))) };
			double[] sums = new double[SIZE];
			for (int character = 0; character < SIZE; character++) {
				for (int input = 0; input < inputs.length; input++) {
					sums[character] += weights[input] * inputs[input][character];
				}
			}
			double[] expected = softmax(floats(sums));
			int next = ALPHABET.encode(text).at(position);
			double[] actual = softmax(mixture.mix(logits));
			assertThat(actual).containsExactly(expected, within(1e-6));
			assertThat(Arrays.stream(actual).sum()).isCloseTo(1, within(1e-12));
			mixture.read(next);
			for (int input = 0; input < inputs.length; input++) {
				double gradient = inputs[input][next];
				for (int character = 0; character < SIZE; character++) {
					gradient -= expected[character] * inputs[input][character];
				}
				weights[input] += 0.002 * gradient;
			}
			assertThat(mixture.state().weights()).containsExactly(weights, within(1e-7));
		}
	}

	@Test
	void goesOnFromItsStateAndFromACopyAsIfNothingHadBeenBetween() {
		Mixture whole = Mixture.begin(CORPUS, SIZE);
		read(whole, 0, 500);
		Mixer copied = whole.copy();
		Mixer resumed = Mixture.resume(CORPUS, SIZE, whole.state());
		Mixer other = whole.copy();
		other.read(3);
		read(whole, 500, 900);
		read(copied, 500, 900);
		read(resumed, 500, 900);
		float[] logits = logits(7);
		assertThat(copied.mix(logits)).isEqualTo(whole.mix(logits));
		assertThat(resumed.mix(logits)).isEqualTo(whole.mix(logits));
		assertThat(other.mix(logits)).isNotEqualTo(whole.mix(logits));
	}

	@Test
	void knowsTheEndOfATextThatIsTooLongAndGoesOnFromThere() {
		Mixture whole = Mixture.begin(CORPUS, SIZE);
		for (int position = 0; position < 2 * Mixture.MOST_OF_TEXT + 10; position++) {
			whole.read(character(position));
		}
		char[] known = whole.state().text();
		assertThat(known).hasSizeBetween(Mixture.MOST_OF_TEXT / 2, Mixture.MOST_OF_TEXT);
		assertThat((int) known[known.length - 1]).isEqualTo(character(2 * Mixture.MOST_OF_TEXT + 9));
		Mixer resumed = Mixture.resume(CORPUS, SIZE, whole.state());
		assertThat(resumed.mix(logits(1))).isEqualTo(whole.mix(logits(1)));
	}

	@Test
	void memoryOfATextIsBounded() {
		assertThat(Mixture.bytes(1_000_000_000, SIZE)).isEqualTo(Mixture.bytes(Mixture.MOST_OF_TEXT, SIZE))
			.isLessThan(20 << 20);
	}

	@Test
	void countsInCoarserUnitsWhereThereIsMoreThanTheTableHolds() {
		char[] text = new char[200_000];
		text[150_000] = 1;
		FollowerCounts counts = new FollowerCounts(2);
		CorpusNgrams.of(new EncodedText(text), alphabet(2)).addTo(counts, ContextKeys.EMPTY);
		assertThat(counts.count(1)).isEqualTo(1);
		assertThat((double) counts.count(0) / counts.total()).isCloseTo(1, within(1e-4));
	}

	@Test
	void leavesOutContextsThatWouldMakeATableTooLarge() {
		char[] text = new char[1_500_000];
		for (int position = 0; position < text.length; position++) {
			text[position] = (char) (CounterRandom.mix(1, position) & 0xFFF);
		}
		CorpusNgrams ngrams = CorpusNgrams.of(new EncodedText(text), alphabet(1 << 12));
		assertThat(ngrams.bytes()).isBetween(CorpusNgrams.MOST_BYTES / 2, CorpusNgrams.MOST_BYTES);
		FollowerCounts counts = new FollowerCounts(1 << 12);
		assertThat(ngrams.addTo(counts, ContextKeys.extended(ContextKeys.EMPTY, text[5]))).isTrue();
		assertThat(ngrams.addTo(counts, CounterRandom.mix(99, 99))).isFalse();
	}

	@Test
	void contextsEndWhereADocumentBeginsAndLabelsAreNothingThatFollows() {
		Alphabet alphabet = Alphabet.ofDocuments("ab", List.of("x"));
		EncodedText text = new EncodedText(new char[] { 3, 0, 1, 3, 1, 1, 2, 0, 1 });
		CorpusNgrams ngrams = CorpusNgrams.of(text, alphabet);
		assertThat(followers(ngrams)).containsExactly(2, 4, 3, 0);
		assertThat(followers(ngrams, 3)).containsExactly(1, 1, 0, 0);
		assertThat(followers(ngrams, 0, 1)).containsExactly(0, 0, 1, 0);
		assertThat(followers(ngrams, 3, 1)).containsExactly(0, 1, 0, 0);
		assertThat(followers(ngrams, 1, 3)).isEmpty();
		assertThat(followers(ngrams, 0, 1, 3, 1)).isEmpty();
	}

	/** Counts of what follows some characters; empty if they are not known. */
	private static int[] followers(CorpusNgrams ngrams, int... context) {
		long key = ContextKeys.EMPTY;
		for (int position = context.length - 1; position >= 0; position--) {
			key = ContextKeys.extended(key, context[position]);
		}
		FollowerCounts counts = new FollowerCounts(4);
		return ngrams.addTo(counts, key) ? IntStream.range(0, 4).map(counts::count).toArray() : new int[0];
	}

	private static Alphabet alphabet(int size) {
		return new Alphabet(IntStream.range(0, size)
			.mapToObj((index) -> Character.toString(0x4E00 + index))
			.collect(Collectors.joining()));
	}

	@Test
	void networkAloneIsLeftAsItIs() {
		float[] logits = logits(1);
		assertThat(Mixer.NONE.mix(logits)).isSameAs(logits);
		assertThat(Mixer.NONE.state()).isNull();
		assertThat(Mixer.NONE.learns()).isFalse();
	}

	@Test
	void certainNetworkThatIsWrongDoesNotOverturnTheWeights() {
		Mixture mixture = Mixture.begin(CORPUS, SIZE);
		double before = mixture.state().weights()[0];
		float[] logits = new float[SIZE];
		logits[0] = 10_000;
		mixture.mix(logits);
		mixture.read(1);
		assertThat(mixture.state().weights()[0]).isCloseTo(before - 0.04, within(1e-9));
	}

	@Test
	void refusesStatesOfOtherMixtures() {
		assertThatIllegalArgumentException().isThrownBy(() -> new MixtureState(new double[2], new char[0]));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new MixtureState(new double[MixtureState.WEIGHTS], new char[Mixture.MOST_OF_TEXT + 1]));
	}

	@Test
	void logarithmIsThatOfMathematics() {
		for (int index = 0; index < 10_000; index++) {
			double x = StrictMath.exp(1000 * CounterRandom.uniform(1, index) - 500);
			assertThat(Logarithm.of(x)).isCloseTo(StrictMath.log(x),
					within(1e-15 * Math.abs(StrictMath.log(x)) + 2e-16));
		}
	}

	private static void read(Mixer mixer, int from, int to) {
		for (int position = from; position < to; position++) {
			mixer.mix(logits(position));
			mixer.read(character(position));
		}
	}

	private static int character(int position) {
		return (int) (CounterRandom.uniform(2, position) * CounterRandom.uniform(3, position / 4) * SIZE);
	}

	private static float[] logits(int seed) {
		return floats(
				IntStream.range(0, SIZE).mapToDouble((index) -> 6 * CounterRandom.uniform(seed, index)).toArray());
	}

	private static float[] floats(double[] values) {
		float[] floats = new float[values.length];
		for (int index = 0; index < values.length; index++) {
			floats[index] = (float) values[index];
		}
		return floats;
	}

	private static double[] softmax(float[] logits) {
		double[] weights = new double[SIZE];
		double sum = Softmax.weights(logits, 1, weights);
		return Arrays.stream(weights).map((weight) -> weight / sum).toArray();
	}

	private static double[] log(double[] probabilities) {
		return Arrays.stream(probabilities).map(Math::log).toArray();
	}

	/** Witten and Bell's interpolation, by looking for every context in every text. */
	private static double[] naive(String before, List<String> texts) {
		double[] probabilities = new double[SIZE];
		Arrays.fill(probabilities, 1.0 / SIZE);
		for (int size = 0; size <= Math.min(7, before.length()); size++) {
			String context = before.substring(before.length() - size);
			List<Integer> followers = new ArrayList<>();
			for (String text : texts) {
				for (int at = text.indexOf(context); at >= 0
						&& at + size < text.length(); at = text.indexOf(context, at + 1)) {
					followers.add(ALPHABET.encode(text).at(at + size));
				}
			}
			long distinct = followers.stream().distinct().count();
			for (int character = 0; character < SIZE && distinct > 0; character++) {
				int which = character;
				long count = followers.stream().filter((follower) -> follower == which).count();
				probabilities[character] = (count + distinct * probabilities[character])
						/ (followers.size() + distinct);
			}
		}
		return probabilities;
	}

}
