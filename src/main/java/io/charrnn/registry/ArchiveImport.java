package io.charrnn.registry;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.LongConsumer;

import io.charrnn.content.AnotherReleaseException;
import io.charrnn.content.ContentStore;
import io.charrnn.content.SpoolFile;
import io.charrnn.content.StoredJson;
import io.charrnn.model.Architecture;
import io.charrnn.model.dl4j.ArchivedModel;
import io.charrnn.model.dl4j.InvalidArchiveException;
import io.charrnn.model.dl4j.ModelArchive;
import io.charrnn.model.format.SafetensorsReader;
import io.charrnn.problem.TooLargeException;
import io.charrnn.problem.UnprocessableException;

import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Publishes models that come as archives. What is stored is not the archive that came but
 * one rewritten from what was understood of it, so that an export never passes on what
 * nobody has checked.
 */
@Component
class ArchiveImport {

	private static final int MOST_PROVENANCE_BYTES = 1 << 16;

	private static final int BUFFER_SIZE = 1 << 16;

	private final Models models;

	private final ModelQuota quota;

	private final ContentStore content;

	private final TransactionTemplate transactions;

	private final StoredJson json;

	private final RegistrySettings settings;

	private final ModelMemory memory;

	ArchiveImport(Models models, ModelQuota quota, ModelMemory memory, ContentStore content,
			PlatformTransactionManager transactions, StoredJson json, RegistrySettings settings) {
		this.models = models;
		this.quota = quota;
		this.memory = memory;
		this.content = content;
		this.transactions = new TransactionTemplate(transactions);
		this.json = json;
		this.settings = settings;
	}

	/** The most bytes of an archive. */
	long maxBytes() {
		return this.settings.maxArchiveSize().toBytes();
	}

	/**
	 * Publishes the next version of a model.
	 * @param format DL4J or SAFETENSORS
	 * @param archive in that format, read to its end
	 * @throws InvalidArchiveException if it is rejected
	 * @throws TooLargeException if it is larger than the settings allow
	 */
	ModelVersion publish(String name, ModelFormat format, InputStream archive) throws IOException {
		ModelReference.requireName(name);
		if (!format.canBeImported()) {
			throw UnprocessableException.outOfBounds("format", format.suffix(), "dl4j or safetensors");
		}
		this.quota.check(0);
		try (SpoolFile upload = new SpoolFile(this.settings.spoolDirectory());
				SpoolFile checked = new SpoolFile(this.settings.spoolDirectory())) {
			copy(archive, upload);
			Checked model = check(upload, format, checked);
			String sha256 = this.content.write(checked);
			return Objects.requireNonNull(this.transactions.execute((status) -> {
				this.quota.check(checked.size());
				return this.models.publish(name, sha256, model.architecture(), model.provenance());
			}));
		}
	}

	/** Publishes what is stored already, as a checkpoint or another model. */
	ModelVersion publish(String name, StoredModel model) {
		ModelReference.requireName(name);
		this.quota.check(0);
		return this.models.publish(name, model.archiveSha256(), model.architecture(), model.provenance());
	}

	/** Reads an archive and writes what was understood of it. */
	private Checked check(SpoolFile upload, ModelFormat format, SpoolFile checked) throws IOException {
		List<ModelMemory.Share> taken = new ArrayList<>();
		try {
			LongConsumer take = (bytes) -> taken.add(this.memory.take(bytes));
			long maxParameters = maxBytes() / Float.BYTES;
			ArchivedModel read = (format == ModelFormat.DL4J) ? ModelArchive.read(upload.read(), maxParameters, take)
					: SafetensorsReader.read(upload.read(), upload.size(), maxParameters, take);
			Provenance provenance = provenance(read.provenanceJson());
			OutputStream out = new BufferedOutputStream(Channels.newOutputStream(checked), BUFFER_SIZE);
			ModelArchive.write(new ArchivedModel(read.model(), read.updaterState(), read.iteration(), read.epoch(),
					this.json.write(provenance)), out);
			out.flush();
			return new Checked(read.model().architecture(), provenance);
		}
		finally {
			taken.forEach(ModelMemory.Share::close);
		}
	}

	private Provenance provenance(String provenanceJson) {
		if (provenanceJson.getBytes(StandardCharsets.UTF_8).length > MOST_PROVENANCE_BYTES) {
			throw new InvalidArchiveException(String.format(Locale.ROOT,
					"The archive's provenance is larger than %,d bytes.", MOST_PROVENANCE_BYTES));
		}
		try {
			return this.json.read(provenanceJson, Provenance.class).asImported();
		}
		catch (AnotherReleaseException ex) {
			throw new InvalidArchiveException("The archive's provenance was not written by this program.", ex);
		}
	}

	private void copy(InputStream archive, SpoolFile file) throws IOException {
		OutputStream out = Channels.newOutputStream(file);
		byte[] buffer = new byte[BUFFER_SIZE];
		long size = 0;
		for (int read = archive.read(buffer); read >= 0; read = archive.read(buffer)) {
			size += read;
			if (size > maxBytes()) {
				throw tooLarge();
			}
			out.write(buffer, 0, read);
		}
	}

	/** What is said about an archive of too many bytes. */
	TooLargeException tooLarge() {
		return new TooLargeException("too-large",
				String.format(Locale.ROOT, "The archive is larger than the maximum of %,d bytes.", maxBytes()));
	}

	/** What was understood of an archive, but for the weights. */
	private record Checked(Architecture architecture, Provenance provenance) {
	}

}
