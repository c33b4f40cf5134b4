package io.charrnn.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

import io.charrnn.problem.Shown;
import io.charrnn.problem.UnprocessableException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/** Creates corpora from uploaded streams. */
@Component
@EnableConfigurationProperties(CorpusSettings.class)
public class Uploads {

	/** Fewer characters show a model nothing that it could learn. */
	static final int MIN_CHARACTERS = 20;

	private static final int BUFFER_SIZE = 1 << 16;

	private final Corpora corpora;

	private final CorpusSettings settings;

	Uploads(Corpora corpora, CorpusSettings settings) {
		this.corpora = corpora;
		this.settings = settings;
	}

	/** The most bytes of a text. */
	long maxBytes() {
		return this.settings.maxSize().toBytes();
	}

	/**
	 * Takes a file to its end and stores it under its name, normalized and with its line
	 * ends as LF if it has no other kind. JSON Lines and the files of a zip are
	 * documents.
	 * @param fileName with or without folders, or null if it has none
	 */
	public CorpusDetails takeFile(@Nullable String fileName, @Nullable MediaType type, InputStream in)
			throws IOException {
		DocumentSource documents = new DocumentRequest(null, null, null).source(type, fileName, in, LineEndings.AUTO);
		String name = CorpusName.ofFile(fileName);
		return (documents != null) ? take(name, documents, Normalization.NFC, LineEndings.AUTO)
				: take(name, in, Normalization.NFC, LineEndings.AUTO);
	}

	/**
	 * Takes a text to its end and stores it.
	 * @param in UTF-8, with or without a byte order mark
	 */
	CorpusDetails take(String name, InputStream in, Normalization normalization, LineEndings lineEndings)
			throws IOException {
		this.corpora.checkRoom(this.settings.maxCorpora(), 0);
		try (Spool spool = new Spool(this.settings.spoolDirectory())) {
			JoinedFiles files = new JoinedFiles(new StreamingNormalizer(spool));
			read(in, (normalization == Normalization.NFC) ? files : spool);
			Reading reading = new Reading(lineEndings, spool.lineEnds(), files.marks());
			return reading.changesLineEnds() ? addWithLineFeeds(name, spool, reading) : add(name, spool, reading);
		}
	}

	/**
	 * Takes documents to their end and stores them.
	 * @param lineEndings what was done with their line ends
	 */
	CorpusDetails take(String name, DocumentSource documents, Normalization normalization, LineEndings lineEndings)
			throws IOException {
		this.corpora.checkRoom(this.settings.maxCorpora(), 0);
		try (Spool spool = new Spool(this.settings.spoolDirectory())) {
			JoinedFiles files = new JoinedFiles(new StreamingNormalizer(spool));
			TextSink sink = (normalization == Normalization.NFC) ? files : spool;
			documents.read((lineEndings == LineEndings.KEEP) ? sink : new LineFeeds(sink), maxBytes());
			return add(name, spool, new Reading(lineEndings, spool.lineEnds(), files.marks()));
		}
	}

	private CorpusDetails addWithLineFeeds(String name, Spool text, Reading reading) throws IOException {
		try (Spool changed = new Spool(this.settings.spoolDirectory())) {
			read(text.file().read(), new LineFeeds(changed));
			return add(name, changed, reading);
		}
	}

	private void read(InputStream in, TextSink sink) throws IOException {
		read(in, sink, maxBytes());
	}

	static void read(InputStream in, TextSink sink, long maxBytes) throws IOException {
		new TextReader(maxBytes, BUFFER_SIZE).read(in, sink);
	}

	private CorpusDetails add(String name, Spool text, Reading reading) {
		checkTrainable(text);
		return this.corpora.show(this.corpora.add(name, text, reading, this.settings.maxCorpora()).id());
	}

	private static void checkTrainable(Spool text) {
		if (text.characters() < MIN_CHARACTERS) {
			String length = (text.characters() == 0) ? "is empty" : String.format(Locale.ROOT, "has %d character%s",
					text.characters(), (text.characters() == 1) ? "" : "s");
			throw new UnprocessableException("text-too-short", String.format(Locale.ROOT,
					"The text %s; training needs at least %d characters.", length, MIN_CHARACTERS))
				.with("characters", text.characters())
				.with("minimum", MIN_CHARACTERS);
		}
		if (text.counts().different() < 2) {
			throw new UnprocessableException("text-of-one-character",
					"The text repeats a single character, %s; training needs at least 2 different characters."
						.formatted(Shown.name(text.counts().alphabet().characterAt(0))));
		}
	}

}
