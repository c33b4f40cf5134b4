package io.charrnn.corpus;

import java.io.IOException;
import java.io.InputStream;

/**
 * A plain text that is cut into documents.
 *
 * @param in UTF-8
 * @param separator {@code line}, {@code blank-line}, or what stands between documents
 * @param lineEndings whether a line may end with CR
 */
record TextDocuments(InputStream in, String separator, LineEndings lineEndings) implements DocumentSource {

	@Override
	public void read(TextSink sink, long maxBytes) throws IOException {
		boolean keep = this.lineEndings == LineEndings.KEEP;
		TextSink documents = switch (this.separator) {
			case "line" -> new SplitText("\n", sink);
			case "blank-line" -> new SplitAtBlankLines(sink);
			default -> new SplitText(keep ? this.separator : withLineFeeds(this.separator), sink);
		};
		Uploads.read(this.in, keep ? documents : new LineFeeds(documents), maxBytes);
	}

	/** It is looked for in a text whose line ends are changed. */
	private static String withLineFeeds(String separator) {
		return separator.replace("\r\n", "\n").replace('\r', '\n');
	}

}
