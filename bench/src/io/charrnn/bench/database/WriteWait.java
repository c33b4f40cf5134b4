package io.charrnn.bench.database;

import java.io.InputStream;
import java.net.http.HttpRequest;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long small writes wait for a large one. */
final class WriteWait {

	private static final long LARGE = 500_000_000;

	private static final double TARGET_MILLIS = 1000;

	private static final Pattern ID = Pattern.compile("corpus_[0-9a-f]{32}");

	private final Client client;

	private int texts;

	WriteWait(Client client) {
		this.client = client;
	}

	/** Prints the longest waits; returns whether all are within the target. */
	boolean measure() {
		StringBuilder answer = new StringBuilder();
		boolean upload = beside("a text of 500 MB is uploaded", () -> answer.append(this.client.send("POST",
				"/api/v1/corpora?name=large&normalization=none", HttpRequest.BodyPublishers.ofInputStream(Text::new))));
		Matcher id = ID.matcher(answer);
		if (!id.find()) {
			throw new IllegalStateException("no corpus: " + answer);
		}
		boolean removal = beside("it is deleted and removed", () -> {
			this.client.send("DELETE", "/api/v1/corpora/" + id.group(), HttpRequest.BodyPublishers.noBody());
			long end = System.nanoTime() + 15_000_000_000L;
			while (System.nanoTime() < end) {
				Thread.onSpinWait();
			}
		});
		return upload && removal;
	}

	/** Stores small texts as long as something else is done. */
	private boolean beside(String name, Runnable large) {
		long begun = System.nanoTime();
		CompletableFuture<Void> done = CompletableFuture.runAsync(large);
		DoubleSummaryStatistics waits = new DoubleSummaryStatistics();
		while (!done.isDone()) {
			waits.accept(this.client.time("POST", "/api/v1/corpora?name=small",
					HttpRequest.BodyPublishers.ofString("a small text, number " + this.texts++)));
		}
		done.join();
		boolean within = waits.getMax() <= TARGET_MILLIS;
		System.out.printf(Locale.ROOT, "| a write while %s (%.0f s, %d writes) | %.1f | %.1f | %.0f | %s |%n", name,
				(System.nanoTime() - begun) / 1e9, waits.getCount(), waits.getAverage(), waits.getMax(), TARGET_MILLIS,
				within ? "" : "above");
		return within;
	}

	/** As many characters, no MiB of which is like another. */
	private static final class Text extends InputStream {

		private long position;

		@Override
		public int read() {
			byte[] one = new byte[1];
			return (read(one, 0, 1) < 0) ? -1 : one[0];
		}

		@Override
		public int read(byte[] target, int offset, int length) {
			if (this.position >= LARGE) {
				return -1;
			}
			int read = (int) Math.min(length, LARGE - this.position);
			Arrays.fill(target, offset, offset + read, (byte) ' ');
			byte[] place = Long.toString(this.position).getBytes();
			System.arraycopy(place, 0, target, offset, Math.min(read, place.length));
			this.position += read;
			return read;
		}

	}

}
