package io.charrnn.openai.finetuning;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import io.charrnn.corpus.Corpora;
import io.charrnn.corpus.Corpus;
import io.charrnn.corpus.CorpusId;
import io.charrnn.openai.finetuning.FineTuningRequests.Remarks;
import io.charrnn.problem.NotFoundException;
import io.charrnn.problem.UnprocessableException;
import io.charrnn.registry.ModelReference;
import io.charrnn.registry.Models;
import io.charrnn.registry.StoredModel;
import io.charrnn.training.JobId;
import io.charrnn.training.TrainingJob;
import io.charrnn.training.TrainingJobs;
import io.charrnn.training.request.NewTrainingJob;
import io.charrnn.training.request.Preset;
import io.charrnn.training.request.Submission;
import io.charrnn.training.request.WantedPreset;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.stereotype.Service;

/** Makes training jobs of what OpenAI's clients ask for. */
@Service
class FineTuning {

	private static final String NO_NAME = "model";

	private final Models models;

	private final Corpora corpora;

	private final TrainingJobs jobs;

	private final Submission submission;

	private final FineTuningRequests requests;

	FineTuning(Models models, Corpora corpora, TrainingJobs jobs, Submission submission, FineTuningRequests requests) {
		this.models = models;
		this.corpora = corpora;
		this.jobs = jobs;
		this.submission = submission;
		this.requests = requests;
	}

	TrainingJob submit(FineTuningRequest request) {
		request.requireSupported();
		String model = request.requiredModel();
		Corpus corpus = corpus("training_file", request.requiredTrainingFile());
		Corpus validation = (request.validationFile() != null) ? corpus("validation_file", request.validationFile())
				: null;
		Optional<Preset> preset = preset(model);
		StoredModel predecessor = preset.isPresent() ? null : predecessor(model);
		JsonNode hyperparameters = HyperparameterNames.translate(request.givenHyperparameters(), request.seed(),
				baseLearningRate(model));
		return this.submission.submit(
				new NewTrainingJob(corpus.id().value(), name(request.suffix(), predecessor, corpus),
						preset.map((known) -> WantedPreset.valueOf(known.name())).orElse(null), hyperparameters,
						(predecessor != null) ? predecessor.reference() : null, null, List.of(), null,
						(validation != null) ? validation.id().value() : null),
				(job) -> this.requests.add(job.id(), new Remarks(model, request.metadataOrNone())));
	}

	/** What a learning rate is a multiple of. */
	static double baseLearningRate(String model) {
		return preset(model).orElse(Preset.SMALL).hyperparameters().optimization().learningRate();
	}

	private static Optional<Preset> preset(String name) {
		return Arrays.stream(Preset.values()).filter((preset) -> name(preset).equals(name)).findFirst();
	}

	private static String name(Preset preset) {
		return preset.name().toLowerCase(Locale.ROOT);
	}

	private StoredModel predecessor(String reference) {
		try {
			return this.models.find(reference);
		}
		catch (NotFoundException ex) {
			throw new NotFoundException("model-not-found",
					"There is no model \"%s\" to start from, and no preset of that name; the presets are %s.".formatted(
							reference,
							String.join(", ", Arrays.stream(Preset.values()).map(FineTuning::name).toList())));
		}
	}

	private Corpus corpus(String field, String file) {
		try {
			return this.corpora.find(new CorpusId(file));
		}
		catch (IllegalArgumentException | NotFoundException ex) {
			throw new UnprocessableException("file-not-found",
					"%s must be the id of a file, but there is no file \"%s\".".formatted(field, file))
				.with("field", field);
		}
	}

	private String name(@Nullable String suffix, @Nullable StoredModel predecessor, Corpus corpus) {
		if (suffix != null) {
			return checked(suffix);
		}
		return Optional.ofNullable(predecessor).flatMap(this::name).orElseGet(() -> name(corpus.name()));
	}

	private static String checked(String suffix) {
		try {
			return ModelReference.requireName(suffix);
		}
		catch (UnprocessableException ex) {
			throw new UnprocessableException(ex.type(), ex.detail()).with("field", "suffix");
		}
	}

	/** The name of a version; of a checkpoint, that of its job's result. */
	private Optional<String> name(StoredModel model) {
		int colon = model.reference().indexOf(':');
		return (colon > 0) ? Optional.of(model.reference().substring(0, colon))
				: Optional.ofNullable(model.provenance().trainingJob())
					.flatMap((job) -> this.jobs.lookUp(new JobId(job)))
					.map(TrainingJob::model);
	}

	/** What is left of a file's name without its extension. */
	private static String name(String file) {
		String name = file.replaceFirst("\\.[A-Za-z0-9]{1,8}$", "")
			.replaceAll("[^A-Za-z0-9._-]+", "-")
			.replaceFirst("^[._-]+", "")
			.replaceFirst("[._-]+$", "");
		String cut = name.substring(0, Math.min(64, name.length()));
		return cut.isEmpty() ? NO_NAME : checked(cut);
	}

}
