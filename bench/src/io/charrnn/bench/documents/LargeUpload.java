package io.charrnn.bench.documents;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;

import tools.jackson.databind.JsonNode;

/** The same letters in millions of documents and as one text. */
final class LargeUpload {

	private static final String HYPERPARAMETERS = "\"cell\": \"RNN\", \"layers\": 1, \"hiddenSize\": 8, \"validationFraction\": 0, \"maxIterations\": 1";

	/** What comes first is as many times as small, for classes to be loaded and compiled. */
	private static final int WARM_UP = 20;

	private static final int ROUNDS = 2;

	private final Requests requests;

	LargeUpload(Requests requests) {
		this.requests = requests;
	}

	void compare(int documents) throws IOException, InterruptedException {
		System.out.println("| body | MB | upload, s | from the request to the first iteration, s |");
		System.out.println("| --- | ---: | ---: | ---: |");
		run(documents / WARM_UP);
		for (int round = 0; round < ROUNDS; round++) {
			run(documents);
		}
	}

	private void run(int documents) throws IOException, InterruptedException {
		run("application/jsonl", new Lines(documents, "{\"text\": \"", "\"}\n"));
		run("text/plain", new Lines(documents, "", "\n"));
	}

	private void run(String type, Lines lines) throws IOException, InterruptedException {
		long begun = System.nanoTime();
		String corpus = this.requests.post("/corpora", type, BodyPublishers.ofInputStream(() -> lines)).get("id").asString();
		double upload = (System.nanoTime() - begun) / 1e9;
		begun = System.nanoTime();
		JsonNode job = this.requests.train(corpus, "large", HYPERPARAMETERS);
		System.out.printf(Locale.ROOT, "| %s | %,d | %.1f | %.1f |%n", type, lines.bytes / 1_000_000, upload,
				(System.nanoTime() - begun) / 1e9 - job.at("/progress/trainingSeconds").asDouble());
	}

	/** Lines of 230 letters, drawn from a thousand. */
	private static final class Lines extends InputStream {

		private static final int LENGTH = 230;

		private final byte[][] drawn = new byte[1000][];

		private final int lines;

		private int line;

		private int position;

		private long bytes;

		Lines(int lines, String before, String after) {
			Random random = new Random(3);
			this.lines = lines;
			for (int number = 0; number < this.drawn.length; number++) {
				StringBuilder text = new StringBuilder(before);
				random.ints(LENGTH, 'a', 'z' + 1).forEach((letter) -> text.append((char) letter));
				this.drawn[number] = text.append(after).toString().getBytes(StandardCharsets.US_ASCII);
			}
		}

		@Override
		public int read() {
			byte[] one = new byte[1];
			return (read(one, 0, 1) < 0) ? -1 : one[0];
		}

		@Override
		public int read(byte[] buffer, int offset, int length) {
			if (this.line == this.lines) {
				return -1;
			}
			byte[] text = this.drawn[this.line % this.drawn.length];
			int count = Math.min(length, text.length - this.position);
			System.arraycopy(text, this.position, buffer, offset, count);
			this.position += count;
			this.bytes += count;
			if (this.position == text.length) {
				this.position = 0;
				this.line++;
			}
			return count;
		}

	}

}
