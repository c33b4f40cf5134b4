package io.charrnn.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class NGramBaselineTests {

	private static final int MAX_ORDER = 6;

	@Test
	void equalsTheDefinitionCountedCharacterByCharacter() {
		String training = "she sells sea shells by the sea shore; the shells she sells are sea shells.";
		String validation = "so if she sells shells on the shore, they are sea shore shells";
		Alphabet alphabet = Alphabet.of(training + validation);
		double[] losses = NGramBaseline.losses(alphabet.encode(training), alphabet.encode(validation), alphabet.size(),
				MAX_ORDER);
		for (int order = 1; order <= MAX_ORDER; order++) {
			assertThat(losses[order - 1]).isCloseTo(byDefinition(training, validation, alphabet.size(), order),
					within(1e-12));
		}
	}

	@Test
	void unseenTextCostsTheUniformDistribution() {
		Alphabet alphabet = new Alphabet("abcd");
		double[] losses = NGramBaseline.losses(alphabet.encode(""), alphabet.encode("abcd"), alphabet.size(), 2);
		assertThat(losses).containsExactly(new double[] { Math.log(4), Math.log(4) }, within(1e-12));
	}

	@Test
	void isFiniteWhereValidationHasCharactersThatTrainingHasNot() {
		Alphabet alphabet = new Alphabet("abz");
		double[] losses = NGramBaseline.losses(alphabet.encode("ababab"), alphabet.encode("zzz"), alphabet.size(), 3);
		assertThat(Arrays.stream(losses).boxed()).allMatch((loss) -> loss > Math.log(3) && loss < 10);
	}

	@Test
	void bestOrderOnTinyShakespeareIsFive() throws Exception {
		Path file = Path.of("../shared/data/tinyshakespeare.txt");
		assumeTrue(Files.exists(file), "skipped: tiny Shakespeare is not there");
		String text = Files.readString(file);
		Alphabet alphabet = Alphabet.of(text);
		EncodedText encoded = alphabet.encode(text);
		int cut = 1_003_854;
		double[] losses = NGramBaseline.losses(encoded.slice(0, cut), encoded.slice(cut, encoded.length()),
				alphabet.size(), MAX_ORDER);
		assertThat(losses[4]).isCloseTo(1.669, within(0.001));
		assertThat(losses[4]).isLessThan(losses[3]).isLessThan(losses[5]);
	}

	private static double byDefinition(String training, String validation, int alphabetSize, int maxOrder) {
		double loss = 0;
		for (int position = 0; position < validation.length(); position++) {
			double probability = 1.0 / alphabetSize;
			for (int order = 1; order <= maxOrder && order <= position + 1; order++) {
				String context = validation.substring(position - order + 1, position);
				Map<Character, Integer> followers = followers(training, context);
				int count = followers.values().stream().mapToInt(Integer::intValue).sum();
				Set<Character> distinct = new HashSet<>(followers.keySet());
				if (count > 0) {
					probability = (followers.getOrDefault(validation.charAt(position), 0)
							+ distinct.size() * probability) / (count + distinct.size());
				}
			}
			loss -= Math.log(probability);
		}
		return loss / validation.length();
	}

	private static Map<Character, Integer> followers(String text, String context) {
		Map<Character, Integer> followers = new HashMap<>();
		for (int at = text.indexOf(context); at >= 0
				&& at + context.length() < text.length(); at = text.indexOf(context, at + 1)) {
			followers.merge(text.charAt(at + context.length()), 1, Integer::sum);
		}
		return followers;
	}

}
