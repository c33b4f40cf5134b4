package io.charrnn.training.web;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.charrnn.cluster.ClusterStatus;
import io.charrnn.corpus.CorpusId;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.round.Cluster;
import io.charrnn.training.Fitted;
import io.charrnn.training.JobId;
import io.charrnn.training.NGramLoss;
import io.charrnn.training.Progress;
import io.charrnn.training.PublishedWeights;
import io.charrnn.training.SearchId;
import io.charrnn.training.TrainingJob;
import io.charrnn.training.TrainingJobStatus;
import io.charrnn.training.Waiting;
import io.charrnn.training.request.Preset;
import io.charrnn.workspace.CurrentWorkspace;
import io.charrnn.workspace.Workspace;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A training job as clients see it.
 *
 * @param model name that its result is published under
 * @param corpus id of the text that it learns from
 * @param initializeFrom exact reference of the model that it went on from, or null
 * @param requestedStatus {@code paused}, {@code cancelled} or {@code succeeded} while a
 * running job is about to become so, else null
 * @param trainingLoss mean loss lately, nats per character
 * @param validationLoss newest loss on the validation part, nats per character
 * @param bestValidationLoss lowest loss on the validation part, nats per character
 * @param lossExpectation what character n-grams of orders 1 to 6 with Witten-Bell
 * interpolation reach on this job's own split, or null before they are counted and where
 * nothing is kept for validation
 * @param result reference of the model version that it became, or null
 * @param startedAt when it first began to train, or null
 */
@Schema(name = "TrainingJob",
		example = """
				{"id": "job_9b1deb4d3b7d4bad9bdd2b0d7b3dcb6d", "model": "shakespeare",
				 "corpus": "corpus_0f8fad5bd9cb469fa16570867728950e", "validationCorpus": null, "workspace": "default", "engine": "fused", "initializeFrom": null, "search": null,
				 "status": "running", "requestedStatus": null, "waiting": null, "hyperparameters": {"cell": "LSTM", "layers": 2,
				 "hiddenSize": 128, "normalization": "none", "dropout": 0.0, "batchSize": 50, "sequenceLength": 50, "epochs": null,
				 "maxIterations": null, "maxDuration": "PT2M", "optimizer": "adam", "learningRate": 0.008, "schedule": {"type": "cosine",
				 "warmupIterations": 50, "finalFraction": 0.05, "stepEvery": 1000, "stepFactor": 0.5},
				 "gradientClip": {"type": "norm", "threshold": 1.0}, "weightDecay": 0.0, "averaging": 0.05, "validationFraction": 0.1, "validationSplit": "end", "validateEvery": 401,
				 "checkpointEvery": 1000, "earlyStopping": null, "precision": "float32", "seed": 1},
				 "fitted": [{"field": "validateEvery", "preset": 250, "value": 401}], "choice": null,
				 "progress": {"iteration": 1604, "iterations": 4800, "epoch": 3, "fraction": 0.334, "charactersPerSecond": 100250.0, "secondsLeft": 79.9,
				 "trainingSeconds": 40.1}, "trainingLoss": 1.583, "validationLoss": 1.741, "bestValidationLoss": 1.741,
				 "lossExpectation": [{"order": 5, "loss": 1.6688, "trainingCharacters": 1003854, "validationCharacters": 111540}],
				 "result": null, "error": null, "createdAt": "2026-03-01T12:00:00Z", "startedAt": "2026-03-01T12:00:00.1Z",
				 "finishedAt": null, "corpusName": "tiny-shakespeare", "tags": ["baseline"],
				 "publishes": {"checkpoint": "checkpoint_2f1c5d0c9c0f4f0e8a57b3f6a1d2c3b4", "iteration": 1203, "choice": "best"},
				 "cluster": null, "clusterStatus": null, "preset": "small", "changed": ["maxDuration"]}""")
public record TrainingJobJson(JobId id, String model, CorpusId corpus, @Schema(
		description = "Id of the corpus it is validated on; null if that is a part of the training corpus.") @Nullable CorpusId validationCorpus,
		Workspace workspace, String engine, @Nullable String initializeFrom,
		@Schema(description = "The search that it is a trial of, or null.") @Nullable SearchId search,
		TrainingJobStatus status, @Nullable TrainingJobStatus requestedStatus,
		@Schema(description = "What the job waits for while it is queued; otherwise null.") @Nullable Waiting waiting,
		Hyperparameters hyperparameters,
		@Schema(description = "Hyperparameters that the request left out and that were fitted to the corpus: the "
				+ "preset's value and the fitted one.") List<Fitted> fitted,
		@Schema(description = "Why the preset `auto` chose the hyperparameters; null with another preset.") @Nullable String choice,
		ProgressJson progress, @Nullable Double trainingLoss, @Nullable Double validationLoss,
		@Nullable Double bestValidationLoss, @Nullable List<NGramLoss> lossExpectation, @Nullable String result,
		@Schema(implementation = ErrorJson.class) @JsonRawValue @Nullable String error, Instant createdAt,
		@Nullable Instant startedAt, @Nullable Instant finishedAt,
		@Schema(description = "The name of the corpus; null if it was deleted.") @Nullable String corpusName,
		@Schema(description = "Words to find the job by.") List<String> tags,
		@Schema(description = "The weights that become the model if the job ends now, or that became the model when "
				+ "it succeeded; null without a checkpoint.") @Nullable PublishedWeights publishes,
		@Schema(description = "How training is split among workers that synchronize after each round; null if it is "
				+ "not.") @Nullable Cluster cluster,
		@Schema(description = "The state of Spark when the job last trained there; null if it never did.") @Nullable ClusterStatus clusterStatus,
		@Schema(description = "The preset closest to the hyperparameters.") Preset preset,
		@Schema(description = "Names of the hyperparameters that differ from that preset and were not fitted; "
				+ "precision is not compared.", example = "[\"maxDuration\"]") List<String> changed) {

	public static TrainingJobJson of(TrainingJob job) {
		Progress progress = job.progress();
		Set<String> fitted = job.fitted().stream().map(Fitted::field).collect(Collectors.toSet());
		Preset preset = Preset.closest(job.hyperparameters(), fitted);
		return new TrainingJobJson(job.id(), job.model(), job.corpus(), job.validationCorpus(), CurrentWorkspace.get(),
				job.engine(), job.initializeFrom(), search(job), job.status(), job.requestedStatus(), waiting(job),
				job.hyperparameters(), job.fitted(), job.choice(), ProgressJson.of(job), progress.trainingLoss(),
				progress.validationLoss(), progress.bestValidationLoss(), job.lossExpectation(), job.result(),
				job.error(), job.createdAt(), job.startedAt(), job.finishedAt(), job.corpusName(), job.tags(),
				job.publishes(), job.cluster(), job.clusterStatus(), preset,
				preset.changed(job.hyperparameters(), fitted));
	}

	private static @Nullable SearchId search(TrainingJob job) {
		return (job.trial() != null) ? job.trial().search() : null;
	}

	private static @Nullable Waiting waiting(TrainingJob job) {
		if (job.status() != TrainingJobStatus.QUEUED) {
			return null;
		}
		return (job.waiting() != null) ? job.waiting() : Waiting.FOR_ITS_TURN;
	}

	/**
	 * Why a job failed: a problem without a status of HTTP. More members say more.
	 *
	 * @param type names the problem
	 * @param title the same for people
	 * @param detail what happened
	 */
	@Schema(name = "TrainingError", additionalProperties = Schema.AdditionalPropertiesValue.TRUE)
	record ErrorJson(String type, String title, String detail) {
	}

	/** The progress of a job. */
	@Schema(name = "TrainingProgress")
	public record ProgressJson(long iteration, long iterations, int epoch, double fraction,
			@Nullable Double charactersPerSecond, @Nullable Double secondsLeft, double trainingSeconds) {

		static ProgressJson of(TrainingJob job) {
			Progress progress = job.progress();
			Duration left = job.status().finished() ? null : progress.timeLeft();
			return new ProgressJson(progress.iteration(), progress.iterations(), progress.epoch(), progress.fraction(),
					progress.charactersPerSecond(), (left != null) ? seconds(left) : null,
					seconds(progress.trainingTime()));
		}

		private static double seconds(Duration duration) {
			return duration.toMillis() / 1000.0;
		}

	}

}
