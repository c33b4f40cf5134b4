package io.charrnn.inference.scoring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

import io.charrnn.inference.scoring.ScoreResponse.LabelScore;
import io.charrnn.inference.serving.LoadedModel;
import io.charrnn.inference.serving.Request;
import io.charrnn.inference.serving.Requests;
import io.charrnn.model.EncodedText;
import io.charrnn.model.ngram.Mixer;
import io.charrnn.model.HiddenState;

/**
 * Says which label fits a document best: by Bayes' rule, from the probability that the
 * document has with each label, where each is as frequent.
 */
final class LabelComparison {

	private final LoadedModel model;

	private final List<String> labels;

	LabelComparison(LoadedModel model) {
		this.model = model;
		this.labels = model.alphabet().labels();
	}

	/**
	 * Compares the labels on documents, one document after the other.
	 * @param documents from their mark to their end
	 * @param requests where they are computed
	 * @return for each document the labels, the best first
	 */
	List<List<LabelScore>> of(List<EncodedText> documents, Requests requests) {
		List<List<LabelScore>> scores = new ArrayList<>();
		for (EncodedText document : documents) {
			try (Request computed = requests.begin()) {
				scores.add(of(document, computed));
			}
		}
		return scores;
	}

	private List<LabelScore> of(EncodedText document, Request request) {
		EncodedText text = document.slice(1, document.length());
		List<Surprisals> readings = this.labels.stream()
			.map((label) -> new EncodedText(new char[] { (char) this.model.alphabet().begin(label) }).followedBy(text))
			.map((labeled) -> new Surprisals(labeled, this.model.alphabet().size(), Mixer.NONE))
			.toList();
		readings.forEach((reading) -> request.start(this.model, reading, HiddenState.zero(this.model.architecture())));
		request.await();
		double[] sums = readings.stream().mapToDouble((reading) -> Arrays.stream(reading.values()).sum()).toArray();
		double least = Arrays.stream(sums).min().orElseThrow();
		double all = Arrays.stream(sums).map((sum) -> StrictMath.exp(least - sum)).sum();
		return IntStream.range(0, sums.length)
			.mapToObj((index) -> new LabelScore(this.labels.get(index), sums[index] / text.length(),
					StrictMath.exp(least - sums[index]) / all))
			.sorted(Comparator.comparingDouble(LabelScore::loss))
			.toList();
	}

}
