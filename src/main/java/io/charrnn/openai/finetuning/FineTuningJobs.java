package io.charrnn.openai.finetuning;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.charrnn.content.StoredJson;
import io.charrnn.model.Hyperparameters;
import io.charrnn.openai.finetuning.FineTuningJob.Failure;
import io.charrnn.openai.finetuning.FineTuningJob.Method;
import io.charrnn.openai.finetuning.FineTuningJob.Supervised;
import io.charrnn.openai.finetuning.FineTuningRequests.Remarks;
import io.charrnn.problem.Problems;
import io.charrnn.training.TrainingJob;
import io.charrnn.training.TrainingJobStatus;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.stereotype.Component;

/** Describes training jobs as fine-tuning jobs. */
@Component
class FineTuningJobs {

	/** Whoever asked for a job elsewhere named no preset that is still known. */
	private static final Remarks NONE = new Remarks("small", Map.of());

	private final FineTuningRequests requests;

	private final StoredJson json;

	private final Clock clock;

	FineTuningJobs(FineTuningRequests requests, StoredJson json, Clock clock) {
		this.requests = requests;
		this.json = json;
		this.clock = clock;
	}

	FineTuningJob describe(TrainingJob job) {
		Remarks remarks = this.requests.find(job.id())
			.orElseGet(() -> (job.initializeFrom() != null) ? new Remarks(job.initializeFrom(), Map.of()) : NONE);
		Map<String, Object> hyperparameters = hyperparameters(job.hyperparameters(), remarks.model());
		return new FineTuningJob(job.id().value(), FineTuningJob.OBJECT, job.createdAt().getEpochSecond(),
				failure(job.error()), job.result(), FineTuningJob.seconds(job.finishedAt()), estimatedFinish(job),
				hyperparameters, new Method("supervised", new Supervised(hyperparameters)), remarks.model(),
				"char-rnn-server", List.of(), List.of(), job.hyperparameters().optimization().seed(),
				job.status().text(), trainedTokens(job), job.corpus().value(),
				(job.validationCorpus() != null) ? job.validationCorpus().value() : null, remarks.metadata());
	}

	private static Map<String, Object> hyperparameters(Hyperparameters hyperparameters, String model) {
		double multiplier = hyperparameters.optimization().learningRate() / FineTuning.baseLearningRate(model);
		Map<String, Object> described = new LinkedHashMap<>();
		described.put("n_epochs", (hyperparameters.run().epochs() != null) ? hyperparameters.run().epochs() : "auto");
		described.put("batch_size", hyperparameters.optimization().batchSize());
		described.put("learning_rate_multiplier", Math.round(multiplier * 1e9) / 1e9);
		return described;
	}

	private @Nullable Failure failure(@Nullable String problem) {
		if (problem == null) {
			return null;
		}
		JsonNode document = this.json.read(problem, JsonNode.class);
		String code = document.path("type").asString("").replace(Problems.TYPE_PREFIX, "").replace('-', '_');
		return new Failure(code, document.path("detail").asString(""), null);
	}

	private @Nullable Long estimatedFinish(TrainingJob job) {
		Duration left = (job.status() == TrainingJobStatus.RUNNING) ? job.progress().timeLeft() : null;
		return (left != null) ? this.clock.instant().plus(left).getEpochSecond() : null;
	}

	private static @Nullable Long trainedTokens(TrainingJob job) {
		Hyperparameters hyperparameters = job.hyperparameters();
		return job.status().finished()
				? job.progress().iteration() * hyperparameters.optimization().charactersPerIteration() : null;
	}

}
