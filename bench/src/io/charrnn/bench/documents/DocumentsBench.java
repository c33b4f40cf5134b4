package io.charrnn.bench.documents;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.charrnn.bench.serving.Service;
import tools.jackson.databind.JsonNode;

/**
 * Trains on names as documents and as lines of one text, and compares speeds. Arguments:
 * the limit of each training of names, a time such as 60s, which is the default, or
 * iterations, or 0 for none; pairs of trainings whose speeds are compared, default 5;
 * documents of the large upload, default 0 for none.
 */
final class DocumentsBench {

	private static final int NAMES = 10_000;

	private static final int AT_ONCE = 16;

	private static final String NETWORK = "\"cell\": \"LSTM\", \"layers\": 1, \"hiddenSize\": 128, \"learningRate\": 0.008, \"seed\": 1";

	private static final int DOCUMENT = 20;

	private final Requests requests;

	private DocumentsBench(Requests requests) {
		this.requests = requests;
	}

	public static void main(String[] arguments) throws IOException, InterruptedException {
		String limit = (arguments.length > 0) ? arguments[0] : "60s";
		int pairs = (arguments.length > 1) ? Integer.parseInt(arguments[1]) : 5;
		int documents = (arguments.length > 2) ? Integer.parseInt(arguments[2]) : 0;
		// The encoded text of the large upload takes a gigabyte.
		try (Service service = Service.startWithHeap("3g", "--charrnn.corpus.max-size=1GB")) {
			DocumentsBench bench = new DocumentsBench(new Requests(service.port()));
			if (!limit.equals("0")) {
				bench.compareNames(limit);
			}
			if (pairs > 0) {
				bench.compareSpeeds(pairs);
			}
			if (documents > 0) {
				new LargeUpload(bench.requests).compare(documents);
			}
		}
	}

	/** The country names of the sample, in another order, without their labels. */
	private void compareNames(String limit) throws IOException, InterruptedException {
		String sample = this.requests.post("/corpora?sample=country-names", "text/plain", "").get("id").asString();
		List<String> names = new ArrayList<>(this.requests.text("/corpora/" + sample + "/text?characters=1000000").lines().toList());
		Collections.shuffle(names, new Random(1));
		String lines = String.join("\n", names) + "\n";
		String documents = this.requests.post("/corpora?documents=line", "text/plain", lines).get("id").asString();
		String plain = this.requests.post("/corpora", "text/plain", lines).get("id").asString();
		double symbols = (double) lines.codePointCount(0, lines.length()) / names.size();
		System.out.printf(Locale.ROOT, "%,d names of %.1f characters, their ends included; LSTM 1 x 128, limit %s%n%n",
				names.size(), symbols, limit);
		String limits = limit.matches("\\d+") ? "%s, \"maxIterations\": %s".formatted(NETWORK, limit)
				: "%s, \"maxDuration\": \"%s\"".formatted(NETWORK, limit);
		JsonNode ofDocuments = this.requests.train(documents, "documents", limits);
		JsonNode ofLines = this.requests.train(plain, "lines", limits);
		System.out.println("| marks | iterations | nats per character | nats per name |");
		System.out.println("| --- | ---: | ---: | ---: |");
		print("ends of documents", ofDocuments, symbols);
		print("line breaks", ofLines, symbols);
		generate();
	}

	private static void print(String marks, JsonNode job, double symbols) {
		double loss = job.get("bestValidationLoss").asDouble();
		System.out.printf(Locale.ROOT, "| %s | %,d | %.4f | %.2f |%n", marks, job.at("/progress/iteration").asLong(), loss,
				loss * symbols);
	}

	private void generate() throws IOException, InterruptedException {
		int ended = 0;
		int broken = 0;
		List<String> first = List.of();
		for (int seed = 0; seed < NAMES / AT_ONCE; seed++) {
			JsonNode texts = generations(seed);
			first = (seed == 0) ? texts(texts) : first;
			ended += (int) texts.valueStream().filter((text) -> text.get("finishReason").asString().equals("end")).count();
			broken += (int) texts.valueStream().filter((text) -> text.get("text").asString().matches("(?s).*\\R.*")).count();
		}
		List<List<String>> again = IntStream.range(0, 8).parallel().mapToObj((number) -> {
			try {
				return texts(generations(number % 2 * 1000));
			}
			catch (IOException | InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}).toList();
		boolean same = again.get(0).equals(first) && again.get(2).equals(first) && again.get(4).equals(first);
		System.out.printf(Locale.ROOT,
				"%nOf %,d generated names %,d end by themselves (%.2f %%), %,d have a line break; the same seed beside others gives %s.%n%n",
				NAMES / AT_ONCE * AT_ONCE, ended, 100.0 * ended / (NAMES / AT_ONCE * AT_ONCE), broken, same ? "the same names" : "OTHER NAMES");
	}

	private JsonNode generations(int seed) throws IOException, InterruptedException {
		return this.requests.post("/models/documents/generations", "application/json",
				"{\"n\": %d, \"maxCharacters\": 200, \"seed\": %d}".formatted(AT_ONCE, seed * AT_ONCE))
			.get("generations");
	}

	private static List<String> texts(JsonNode generations) {
		return generations.valueStream().map((text) -> text.get("text").asString()).toList();
	}

	/** The same letters as one text and as documents, in turns. */
	private void compareSpeeds(int pairs) throws IOException, InterruptedException {
		Random random = new Random(2);
		String lines = IntStream.range(0, 50_000)
			.mapToObj((line) -> random.ints(DOCUMENT - 1, 'a', 'z' + 1)
				.mapToObj(Character::toString)
				.collect(Collectors.joining()))
			.collect(Collectors.joining("\n"));
		String documents = this.requests.post("/corpora?documents=line", "text/plain", lines).get("id").asString();
		String plain = this.requests.post("/corpora", "text/plain", lines).get("id").asString();
		double[] ratios = new double[pairs];
		for (int pair = 0; pair < pairs; pair++) {
			double first = speed((pair % 2 == 0) ? documents : plain);
			double second = speed((pair % 2 == 0) ? plain : documents);
			ratios[pair] = (pair % 2 == 0) ? first / second : second / first;
		}
		Arrays.sort(ratios);
		System.out.printf(Locale.ROOT,
				"Speed of training with documents of %d characters against one text, LSTM 2 x 128, 50 x 50: median of %d pairs %.3f (%.3f to %.3f)%n%n",
				DOCUMENT, pairs, ratios[pairs / 2], ratios[0], ratios[pairs - 1]);
	}

	private double speed(String corpus) throws IOException, InterruptedException {
		JsonNode progress = this.requests.train(corpus, "speed",
				"\"cell\": \"LSTM\", \"layers\": 2, \"hiddenSize\": 128, \"batchSize\": 50, \"sequenceLength\": 50, \"validationFraction\": 0, \"maxDuration\": \"6s\"")
			.get("progress");
		return progress.get("iteration").asDouble() / progress.get("trainingSeconds").asDouble();
	}

}
