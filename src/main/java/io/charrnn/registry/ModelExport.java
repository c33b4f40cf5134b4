package io.charrnn.registry;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;

import io.charrnn.content.SpoolFile;
import io.charrnn.content.StoredJson;
import io.charrnn.model.LanguageModel;
import io.charrnn.model.format.NpzFile;
import io.charrnn.model.format.OnnxFile;
import io.charrnn.model.format.SafetensorsFile;

import org.springframework.stereotype.Component;

/**
 * Writes models in the formats of other tools, each to a file first: memory is taken
 * while it is written, not while a client reads.
 */
@Component
class ModelExport {

	private static final int BUFFER_SIZE = 1 << 16;

	private final Models models;

	private final ModelMemory memory;

	private final StoredJson json;

	private final RegistrySettings settings;

	ModelExport(Models models, ModelMemory memory, StoredJson json, RegistrySettings settings) {
		this.models = models;
		this.memory = memory;
		this.json = json;
		this.settings = settings;
	}

	/**
	 * Has a model ready to be written.
	 * @param format any but {@link ModelFormat#DL4J}, which is stored
	 * @return the file, to be closed
	 */
	ExportedModel export(StoredModel model, ModelFormat format) {
		long bytes = format.copies() * Float.BYTES * model.architecture().parameterCount();
		return new ExportedModel(() -> this.memory.within(bytes, () -> {
			try {
				return write(model, format);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}));
	}

	private SpoolFile write(StoredModel model, ModelFormat format) throws IOException {
		SpoolFile file = new SpoolFile(this.settings.spoolDirectory());
		try {
			write(model, format, Channels.newOutputStream(file));
			return file;
		}
		catch (Throwable ex) {
			file.close();
			throw ex;
		}
	}

	private void write(StoredModel model, ModelFormat format, OutputStream file) throws IOException {
		LanguageModel weights = this.models.load(model);
		String provenance = this.json.write(model.provenance());
		OutputStream out = new BufferedOutputStream(file, BUFFER_SIZE);
		switch (format) {
			case SAFETENSORS -> SafetensorsFile.write(weights, provenance, out);
			case NPZ -> NpzFile.write(weights, provenance, out);
			case ONNX -> OnnxFile.write(weights, provenance, out);
			case DL4J -> throw new IllegalArgumentException("the stored archive is that format");
		}
		out.flush();
	}

}
