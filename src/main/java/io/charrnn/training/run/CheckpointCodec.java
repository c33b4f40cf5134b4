package io.charrnn.training.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

import io.charrnn.content.ContentStore;
import io.charrnn.model.LanguageModel;
import io.charrnn.model.dl4j.ArchivedModel;
import io.charrnn.model.dl4j.ModelArchive;
import io.charrnn.registry.Provenance;
import io.charrnn.training.StoredCheckpoint;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Component;

/** Converts the state of training to the bytes of a checkpoint, and back. */
@Component
public class CheckpointCodec {

	private final ContentStore content;

	private final JsonMapper json;

	CheckpointCodec(ContentStore content, JsonMapper json) {
		this.content = content;
		this.json = json;
	}

	/**
	 * Makes a checkpoint.
	 * @param model the network as it is
	 * @param updaterState the optimizer's moments, or null if they are to begin anew
	 * @param epoch whole passes over the training part
	 * @param state the rest that training needs to continue
	 * @param best whether it has the job's lowest validation loss
	 */
	NewCheckpoint make(LanguageModel model, float @Nullable [] updaterState, int epoch, RunState state,
			Provenance provenance, boolean best) {
		ArchivedModel archived = new ArchivedModel(model, updaterState, state.iteration(), epoch,
				this.json.writeValueAsString(provenance));
		return new NewCheckpoint(ModelArchive.bytes(archived), state.toBytes(), provenance, state.trainingLoss(),
				state.validationLoss(), best);
	}

	ArchivedModel archive(StoredCheckpoint checkpoint) {
		try (InputStream in = this.content.open(checkpoint.archiveSha256())) {
			return ModelArchive.read(in);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	RunState state(StoredCheckpoint checkpoint) {
		return RunState.of(this.content.bytes(checkpoint.stateSha256()));
	}

}
