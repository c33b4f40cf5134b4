package io.charrnn.registry;

import java.time.Duration;

import io.charrnn.model.Hyperparameters;
import io.charrnn.model.round.Cluster;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How a model was made. What is not known, as for models imported without it, is null.
 *
 * @param imported whether the model came as an archive, so that all the rest is what the
 * archive says
 * @param trainingJob id of the job that trained it
 * @param trainingCharacters characters of the corpus that were learned: from its first,
 * unless the hyperparameters say that documents were drawn for validation
 * @param validationCharacters characters that were only used for validation
 * @param initializedFrom reference of the model that training went on from
 * @param hyperparameters how it was built and trained, its seed among them
 * @param threads most threads that the engine was allowed, on which the last bits of its
 * results depend
 * @param iterations updates that made it
 * @param trainingLoss nats per character, smoothed over the last iterations
 * @param validationLoss nats per character on the validation part
 * @param trainingDuration time spent training, without pauses
 * @param programVersion version of this program that trained it
 * @param jvm name and version of the Java virtual machine
 * @param cpu name of the processor
 * @param library what computed matrix products, with its version, on which the last bits
 * depend as well
 * @param cluster how its training was split over members
 * @param validationCorpus what it was validated on where that was not a part of the
 * corpus, else null
 */
public record Provenance(boolean imported, @Nullable String trainingJob, @Nullable Corpus corpus,
		@Nullable Long trainingCharacters, @Nullable Long validationCharacters, @Nullable String initializedFrom,
		@Nullable Hyperparameters hyperparameters, @Nullable String engine, @Nullable Integer threads,
		@Nullable Long iterations, @Nullable Double trainingLoss, @Nullable Double validationLoss,
		@Nullable Duration trainingDuration, @Nullable String programVersion, @Nullable String jvm,
		@Nullable String cpu, @Nullable String library, @Nullable Cluster cluster, @Nullable Corpus validationCorpus) {

	/** The same, of a model that came as an archive. */
	Provenance asImported() {
		return new Provenance(true, this.trainingJob, this.corpus, this.trainingCharacters, this.validationCharacters,
				this.initializedFrom, this.hyperparameters, this.engine, this.threads, this.iterations,
				this.trainingLoss, this.validationLoss, this.trainingDuration, this.programVersion, this.jvm, this.cpu,
				this.library, this.cluster, this.validationCorpus);
	}

	/**
	 * The text that a model learned from, which may be deleted since.
	 *
	 * @param id its id on the server that trained the model
	 * @param sha256 of its UTF-8 bytes
	 * @param characters its length
	 */
	@Schema(name = "ProvenanceCorpus")
	public record Corpus(String id, String name, String sha256, long characters) {
	}

}
