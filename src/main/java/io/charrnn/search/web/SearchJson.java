package io.charrnn.search.web;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.charrnn.corpus.CorpusId;
import io.charrnn.model.Hyperparameters;
import io.charrnn.search.Search;
import io.charrnn.search.SearchRequest;
import io.charrnn.search.SearchStatus;
import io.charrnn.search.SearchTrial;
import io.charrnn.search.TrialStatus;
import io.charrnn.training.JobId;
import io.charrnn.training.SearchId;
import io.charrnn.workspace.CurrentWorkspace;
import io.charrnn.workspace.Workspace;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A search as clients see it.
 *
 * @param model name that the winner is published under
 * @param corpus id of the text that is learned from
 * @param engine name of what trains
 * @param duration time that it takes, or null
 * @param maxIterations updates of all trials together, or null
 * @param maxParameters most weights, or null
 * @param maxMicrosecondsPerCharacter most time to read a character, or null
 * @param space what is tried, or null for the usual space
 * @param result reference of the model version that it became, or null
 * @param startedAt when its first trial began to train, or null
 */
@Schema(name = "Search",
		example = """
				{"id": "search_3f0c6b1e2d5a4c7f8a9b0c1d2e3f4a5b", "model": "shakespeare",
				 "corpus": "corpus_0f8fad5bd9cb469fa16570867728950e", "workspace": "default", "engine": "fused",
				 "status": "running", "duration": "PT15M", "maxIterations": null, "elapsed": "PT1M12S", "maxParameters": null,
				 "maxMicrosecondsPerCharacter": null, "space": null, "seed": 1, "choice": "auto: for 1,115,394 characters with an alphabet of 65, with 900.0 s on this machine, which trains 0.97 times as fast as the one the table was made on, the entry in the table of 2026-12-01 for texts of about 1,000,000 characters and 900 s or more.",
				 "rung": 1, "rungs": 4, "trials": [{"number": 0, "job": "job_9b1deb4d3b7d4bad9bdd2b0d7b3dcb6d", "rung": 1,
				 "status": "training", "hyperparameters": {"cell": "LSTM", "layers": 2, "hiddenSize": 256, "normalization": "rms",
				 "dropout": 0.3, "batchSize": 64, "sequenceLength": 64, "epochs": null, "maxIterations": null, "maxDuration": "PT15M",
				 "optimizer": "soap", "learningRate": 0.01, "schedule": {"type": "constant", "warmupIterations": 50,
				 "finalFraction": 0.05, "stepEvery": 1000, "stepFactor": 0.5}, "gradientClip": {"type": "norm", "threshold": 1.0},
				 "weightDecay": 0.1, "averaging": 0.05, "validationFraction": 0.1, "validationSplit": "end", "validateEvery": 250, "checkpointEvery": 1000,
				 "earlyStopping": null, "precision": "bfloat16", "seed": 1}, "bestValidationLoss": 1.61, "iteration": 512,
				 "trainingSeconds": 25.0}], "best": "job_9b1deb4d3b7d4bad9bdd2b0d7b3dcb6d", "result": null, "error": null,
				 "createdAt": "2026-12-01T12:00:00Z", "startedAt": "2026-12-01T12:00:00.4Z", "finishedAt": null}""")
record SearchJson(SearchId id, String model, CorpusId corpus, Workspace workspace, String engine, SearchStatus status,
		@Nullable Duration duration, @Nullable Long maxIterations,
		@Schema(description = "Since its first trial started training, without pauses, such as PT12.5S.") Duration elapsed,
		@Nullable Long maxParameters, @Nullable Double maxMicrosecondsPerCharacter,
		@Schema(types = "object") @Nullable JsonNode space, long seed,
		@Schema(description = "Why the first trial is as it is.") String choice,
		@Schema(description = "The current rung, starting from 0.") int rung,
		@Schema(description = "Number of rungs; in the last one the winner is trained alone.") int rungs,
		@Schema(description = "The leaderboard: trials that got furthest first, then those with lower losses.") List<TrialJson> trials,
		@Schema(description = "Job of the trial with the lowest loss so far, or null.") @Nullable JobId best,
		@Nullable String result, @Schema(ref = "#/components/schemas/Problem") @JsonRawValue @Nullable String error,
		Instant createdAt, @Nullable Instant startedAt, @Nullable Instant finishedAt) {

	private static final Comparator<SearchTrial> RANKING = Comparator
		.<SearchTrial, Boolean>comparing((trial) -> trial.status() != TrialStatus.WON)
		.thenComparing((trial) -> trial.status() == TrialStatus.FAILED)
		.thenComparing(SearchTrial::rung, Comparator.reverseOrder())
		.thenComparing(SearchTrial::bestValidationLoss, Comparator.nullsLast(Comparator.<Double>naturalOrder()))
		.thenComparing(SearchTrial::number);

	static SearchJson of(Search search, Instant now) {
		SearchRequest request = search.request();
		return new SearchJson(search.id(), search.model(), search.corpus(), CurrentWorkspace.get(), search.engine(),
				search.status(), request.duration(), request.maxIterations(), search.elapsed(now),
				request.maxParameters(), request.maxMicrosecondsPerCharacter(), request.space(), request.seed(),
				search.choice(), search.rung(), search.rungs(),
				search.trials().stream().sorted(RANKING).map(TrialJson::of).toList(),
				Optional.ofNullable(search.best()).map(SearchTrial::job).orElse(null), search.result(), search.error(),
				search.createdAt(), search.startedAt(), search.finishedAt());
	}

	/**
	 * One way to train that competes.
	 *
	 * @param rung that it is in, or was in when it ended
	 * @param bestValidationLoss the lowest so far, nats per character, or null
	 * @param iteration updates done
	 * @param trainingSeconds time spent training
	 */
	@Schema(name = "SearchTrial")
	record TrialJson(@Schema(description = "Starting from 0, which is what the preset auto chose.") int number,
			@Schema(description = "The training job; null before the trial starts.") @Nullable JobId job, int rung,
			TrialStatus status, Hyperparameters hyperparameters, @Nullable Double bestValidationLoss, long iteration,
			double trainingSeconds) {

		static TrialJson of(SearchTrial trial) {
			return new TrialJson(trial.number(), trial.job(), trial.rung(), trial.status(), trial.hyperparameters(),
					trial.bestValidationLoss(), trial.iteration(), trial.trainingMillis() / 1000.0);
		}

	}

}
