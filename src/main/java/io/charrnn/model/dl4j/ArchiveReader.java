package io.charrnn.model.dl4j;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import io.charrnn.model.Alphabet;
import io.charrnn.model.Architecture;
import io.charrnn.model.LanguageModel;
import io.charrnn.model.ParameterLayout;
import org.jspecify.annotations.Nullable;

/** Reads one archive, entry by entry, and trusts none of it. */
final class ArchiveReader {

	private static final int MAX_DESCRIPTION_BYTES = 4 << 20;

	private static final int MAX_CONFIGURATION_BYTES = 1 << 20;

	/** Weights hardly compress: an archive that shrinks further is no model. */
	private static final int MAX_RATIO = 20;

	/** Entries whose unpacked sizes may be larger than the ratio allows. */
	private static final long RATIO_FREE_BYTES = 1 << 20;

	/** The parameters, and the updater state, which is twice as long. */
	private static final long ARRAYS = 3;

	private final ArchiveSource source;

	private final ZipInputStream zip;

	private final Entry entry;

	private final long maxParameters;

	private final LongConsumer memory;

	private final boolean stored;

	private final Set<String> names = new HashSet<>();

	private long unpacked;

	private @Nullable Description description;

	private float @Nullable [] parameters;

	private byte @Nullable [] configuration;

	private float @Nullable [] updaterState;

	/**
	 * Prepares to read.
	 * @param maxParameters the largest network to accept
	 * @param memory takes the bytes that are needed
	 * @param stored whether this service stored it, in this release or another, so that
	 * what is not known may be passed over
	 */
	ArchiveReader(ArchiveSource source, long maxParameters, LongConsumer memory, boolean stored) {
		this.stored = stored;
		this.source = source;
		this.zip = new ZipInputStream(source);
		this.entry = new Entry(this.zip);
		this.maxParameters = maxParameters;
		this.memory = memory;
	}

	ArchivedModel read() throws IOException {
		while (readNext()) {
			// until there no longer exists
		}
		if (this.names.isEmpty()) {
			throw new InvalidArchiveException("This is not a model archive: it is not a zip, or an empty one.");
		}
		this.source.finish(this.names.size());
		ArchivedModel archived = archived();
		if (!this.stored) {
			checkConfiguration(archived.model().architecture());
		}
		return archived;
	}

	private void checkConfiguration(Architecture architecture) {
		if (this.configuration == null) {
			throw new InvalidArchiveException("The archive has no %s.".formatted(ModelArchive.CONFIGURATION));
		}
		ConfigurationCheck.requireSame(this.configuration, architecture);
	}

	/** Reads no further than to the weights. */
	LanguageModel readModel() throws IOException {
		while (this.parameters == null && readNext()) {
			// until they are there
		}
		return model();
	}

	/** Reads no further than to the alphabet. */
	Alphabet readAlphabet() throws IOException {
		while (this.description == null && readNext()) {
			// until it is there
		}
		return description().characters();
	}

	/** Reads an entry; returns false if there is none. */
	private boolean readNext() throws IOException {
		String name = nextName();
		if (name == null) {
			return false;
		}
		if (!this.names.add(name)) {
			throw new InvalidArchiveException("The archive has %s twice.".formatted(name));
		}
		readEntry(name);
		if (this.entry.read() >= 0) {
			throw new InvalidArchiveException("%s has more bytes than expected.".formatted(name));
		}
		return true;
	}

	private @Nullable String nextName() throws IOException {
		try {
			ZipEntry next = this.zip.getNextEntry();
			return (next != null) ? next.getName() : null;
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidArchiveException("The archive has an entry whose name cannot be read.", ex);
		}
	}

	private void readEntry(String name) throws IOException {
		switch (name) {
			case ModelArchive.DESCRIPTION -> readDescription();
			case ModelArchive.CONFIGURATION -> this.configuration = bytes(name, MAX_CONFIGURATION_BYTES);
			case ModelArchive.PARAMETERS -> this.parameters = Nd4jVector.read(this.entry, name, parameterCount());
			case ModelArchive.UPDATER_STATE ->
				this.updaterState = Nd4jVector.read(this.entry, name, Math.multiplyExact(2, parameterCount()));
			default -> passOver(name);
		}
	}

	private void passOver(String name) throws IOException {
		if (!this.stored) {
			throw new InvalidArchiveException("The archive has an entry «%s», but only %s, %s, %s and %s may be in it."
				.formatted(printable(name), ModelArchive.DESCRIPTION, ModelArchive.CONFIGURATION,
						ModelArchive.PARAMETERS, ModelArchive.UPDATER_STATE));
		}
		this.entry.transferTo(OutputStream.nullOutputStream());
	}

	private void readDescription() throws IOException {
		byte[] json = bytes(ModelArchive.DESCRIPTION, MAX_DESCRIPTION_BYTES);
		Description read = this.stored ? Description.fromStored(json) : Description.fromJson(json);
		long count = read.architecture().parameterCount();
		if (count > this.maxParameters) {
			throw new InvalidArchiveException(String.format(Locale.ROOT,
					"The archive's network has %,d parameters, but at most %,d are accepted.", count,
					this.maxParameters));
		}
		this.memory.accept(ARRAYS * Float.BYTES * count);
		this.description = read;
	}

	private byte[] bytes(String name, int most) throws IOException {
		byte[] bytes = this.entry.readNBytes(most + 1);
		if (bytes.length > most) {
			throw new InvalidArchiveException(String.format(Locale.ROOT, "%s is larger than %,d bytes.", name, most));
		}
		return bytes;
	}

	private int parameterCount() {
		return new ParameterLayout(description().architecture()).length();
	}

	private Description description() {
		if (this.description == null) {
			throw new InvalidArchiveException(("The archive has no %s before its arrays, so its alphabet is missing: "
					+ "only archives exported by char-rnn-server can be imported.")
				.formatted(ModelArchive.DESCRIPTION));
		}
		return this.description;
	}

	private ArchivedModel archived() {
		LanguageModel model = model();
		Description read = description();
		return new ArchivedModel(model, this.updaterState, read.iteration(), read.epoch(), read.provenanceJson());
	}

	private LanguageModel model() {
		Description read = description();
		if (this.parameters == null) {
			throw new InvalidArchiveException("The archive has no %s.".formatted(ModelArchive.PARAMETERS));
		}
		return new LanguageModel(read.architecture(), read.characters(), this.parameters);
	}

	/** A name for a message: short and without control characters. */
	static String printable(String name) {
		String start = name.substring(0, Math.min(name.length(), 60));
		return start.replaceAll("[^\\x20-\\x7E]", "?");
	}

	/** The unpacked bytes of the current entry, counted against the ratio. */
	private final class Entry extends FilterInputStream {

		private Entry(InputStream in) {
			super(in);
		}

		@Override
		public int read() throws IOException {
			int read = super.read();
			if (read >= 0) {
				count(1);
			}
			return read;
		}

		@Override
		public int read(byte[] bytes, int offset, int length) throws IOException {
			int read = super.read(bytes, offset, length);
			if (read > 0) {
				count(read);
			}
			return read;
		}

		private void count(int bytes) {
			ArchiveReader.this.unpacked += bytes;
			if (ArchiveReader.this.unpacked > RATIO_FREE_BYTES + MAX_RATIO * ArchiveReader.this.source.count()) {
				throw new InvalidArchiveException(String.format(Locale.ROOT,
						"The archive's compression ratio exceeds %d, which no model needs.", MAX_RATIO));
			}
		}

	}

}
