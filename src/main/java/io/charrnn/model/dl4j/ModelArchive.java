package io.charrnn.model.dl4j;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.LocalDateTime;
import java.util.function.LongConsumer;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import io.charrnn.model.Alphabet;
import io.charrnn.model.InvalidHyperparameterException;
import io.charrnn.model.LanguageModel;

/**
 * A trained network as a zip that DL4J's own {@code ModelSerializer} opens: DL4J's
 * {@code configuration.json}, {@code coefficients.bin} and {@code updaterState.bin}, and
 * beside them {@code char-rnn.json} with what DL4J has no place for. A GRU needs our
 * {@link Gru} on the class path.
 * <p>
 * The same model always gives the same bytes; they are not compressed, which would gain
 * nothing on weights. The configuration is that of prediction: it has no dropout.
 */
public final class ModelArchive {

	static final String DESCRIPTION = "char-rnn.json";

	static final String CONFIGURATION = "configuration.json";

	static final String PARAMETERS = "coefficients.bin";

	static final String UPDATER_STATE = "updaterState.bin";

	/** Any time will do that never changes and that a zip can hold. */
	private static final LocalDateTime ENTRY_TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

	/** What a zip adds to bytes that it does not compress is less than this. */
	private static final double ZIP_SHARE = 0.001;

	/** More than the entries beside the weights take, but for large alphabets. */
	private static final int LEAST_SIZE = 1 << 16;

	/** The most that the JVM has. */
	private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

	/** Of the largest network of which {@link #bytes} can hold the updater state, too. */
	public static final int MOST_PARAMETERS = (int) ((LARGEST_ARRAY - LEAST_SIZE)
			/ (3 * Float.BYTES * (1 + ZIP_SHARE)));

	private static final LongConsumer NO_BOUND = (bytes) -> {
	};

	private ModelArchive() {
	}

	/**
	 * Writes an archive.
	 * @param archived what it holds
	 * @param out receives the zip; stays open
	 * @throws IOException if the stream does not take it
	 */
	public static void write(ArchivedModel archived, OutputStream out) throws IOException {
		ZipOutputStream zip = new ZipOutputStream(out);
		zip.setLevel(Deflater.NO_COMPRESSION);
		begin(zip, DESCRIPTION);
		zip.write(Description.of(archived).toJson());
		begin(zip, CONFIGURATION);
		zip.write(NetworkConfiguration.json(archived));
		begin(zip, PARAMETERS);
		Nd4jVector.write(archived.model().parameters(), zip);
		float[] updaterState = archived.updaterState();
		if (updaterState != null) {
			begin(zip, UPDATER_STATE);
			Nd4jVector.write(updaterState, zip);
		}
		zip.finish();
	}

	/**
	 * An archive in memory, of which there are at most two copies while it is written.
	 * @param archived what it holds
	 */
	public static byte[] bytes(ArchivedModel archived) {
		float[] updaterState = archived.updaterState();
		long floats = (long) archived.model().parameters().length + ((updaterState != null) ? updaterState.length : 0);
		long size = (long) (Float.BYTES * floats * (1 + ZIP_SHARE)) + LEAST_SIZE;
		ByteArrayOutputStream out = new ByteArrayOutputStream((int) Math.min(size, LARGEST_ARRAY));
		try {
			write(archived, out);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return out.toByteArray();
	}

	private static void begin(ZipOutputStream zip, String name) throws IOException {
		ZipEntry entry = new ZipEntry(name);
		entry.setTimeLocal(ENTRY_TIME);
		zip.putNextEntry(entry);
	}

	/**
	 * Reads an archive that this service stored, whatever its size. Of one that another
	 * release wrote, what is not known is passed over.
	 * @return what it holds
	 * @throws InvalidArchiveException if it is damaged
	 * @throws IOException if the stream itself fails
	 */
	public static ArchivedModel read(InputStream in) throws IOException {
		return read(in, Integer.MAX_VALUE, NO_BOUND, true, ArchiveReader::read);
	}

	/**
	 * Reads an archive from anyone. No part of it reaches DL4J, ND4J or Java
	 * deserialization.
	 * @param maxParameters the largest network to accept
	 * @param memory is told how many bytes the arrays take at most, before they take
	 * them; throws if there are too few
	 * @return what it holds
	 * @throws InvalidArchiveException if it is anything but an archive of such a network
	 * @throws IOException if the stream itself fails
	 */
	public static ArchivedModel read(InputStream in, long maxParameters, LongConsumer memory) throws IOException {
		return read(in, maxParameters, memory, false, ArchiveReader::read);
	}

	/**
	 * Reads the network of an archive that this service stored and nothing that follows
	 * it, such as the updater state, which is twice as large.
	 * @return the network and its alphabet
	 * @throws InvalidArchiveException if it is damaged as far as it is read
	 * @throws IOException if the stream itself fails
	 */
	public static LanguageModel readModel(InputStream in) throws IOException {
		return read(in, Integer.MAX_VALUE, NO_BOUND, true, ArchiveReader::readModel);
	}

	/**
	 * Reads the alphabet of an archive of this program and nothing that follows it, such
	 * as the weights.
	 * @return the characters that the network knows
	 * @throws InvalidArchiveException if it is damaged as far as it is read
	 * @throws IOException if the stream itself fails
	 */
	public static Alphabet readAlphabet(InputStream in) throws IOException {
		return read(in, Integer.MAX_VALUE, NO_BOUND, true, ArchiveReader::readAlphabet);
	}

	private static <T> T read(InputStream in, long maxParameters, LongConsumer memory, boolean stored,
			Reading<T> reading) throws IOException {
		ArchiveSource source = new ArchiveSource(in);
		try {
			return reading.of(new ArchiveReader(source, maxParameters, memory, stored));
		}
		catch (InvalidHyperparameterException ex) {
			throw new InvalidArchiveException("The archive's network is rejected: " + ex.getMessage() + ".", ex);
		}
		catch (IOException ex) {
			source.rethrowFailure();
			throw new InvalidArchiveException("The archive is damaged or truncated.", ex);
		}
	}

	/** What is read of an archive. */
	private interface Reading<T> {

		T of(ArchiveReader reader) throws IOException;

	}

}
