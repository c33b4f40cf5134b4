package io.charrnn.corpus;

import java.nio.CharBuffer;
import java.util.ArrayList;
import java.util.List;

/** Keeps the texts of documents. */
final class Documents implements TextSink {

	private final List<StringBuilder> texts = new ArrayList<>();

	List<String> texts() {
		return this.texts.stream().map(StringBuilder::toString).toList();
	}

	@Override
	public void accept(CharBuffer text) {
		this.texts.get(this.texts.size() - 1).append(text);
	}

	@Override
	public void begin(Heading heading) {
		this.texts.add(new StringBuilder());
	}

	@Override
	public void finish() {
	}

}
