package io.charrnn.corpus;

import java.io.IOException;
import java.nio.CharBuffer;
import java.text.Normalizer;

/**
 * Normalizes a text that comes in pieces to NFC, exactly as if it came whole, holding one
 * piece and the characters that the next one may still change.
 */
final class StreamingNormalizer implements TextSink {

	private final TextSink next;

	private final StringBuilder pending = new StringBuilder();

	private final CombiningRun run = new CombiningRun("; normalization=none keeps them");

	StreamingNormalizer(TextSink next) {
		this.next = next;
	}

	@Override
	public void accept(CharBuffer text) throws IOException {
		int scanned = this.pending.length();
		this.pending.append(text);
		int cut = 0;
		while (scanned < this.pending.length()) {
			int codePoint = this.pending.codePointAt(scanned);
			if (this.run.endsBefore(codePoint)) {
				cut = scanned;
			}
			scanned += Character.charCount(codePoint);
		}
		pass(cut);
	}

	@Override
	public void begin(Heading heading) throws IOException {
		pass(this.pending.length());
		this.run.begin();
		String label = heading.label();
		this.next.begin((label == null) ? heading
				: new Heading(Normalizer.normalize(label, Normalizer.Form.NFC), heading.name()));
	}

	@Override
	public void finish() throws IOException {
		pass(this.pending.length());
		this.next.finish();
	}

	private void pass(int end) throws IOException {
		CharSequence text = this.pending.subSequence(0, end);
		this.next.accept(CharBuffer.wrap(Normalizer.normalize(text, Normalizer.Form.NFC)));
		this.pending.delete(0, end);
	}

}
