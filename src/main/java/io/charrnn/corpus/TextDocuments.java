package io.charrnn.corpus;

import java.io.IOException;
import java.io.InputStream;

/**
 * A plain text that is cut into documents.
 *
 * @param in UTF-8
 * @param separator what stands between documents
 * @param lineEndings whether a line may end with CR
 */
record TextDocuments(InputStream in, String separator, LineEndings lineEndings) implements DocumentSource {

	@Override
	public void read(TextSink sink, long maxBytes) throws IOException {
		TextSink documents = new SplitText(this.separator, sink);
		Uploads.read(this.in, (this.lineEndings == LineEndings.KEEP) ? documents : new LineFeeds(documents), maxBytes);
	}

}
