package io.charrnn.search.web;

import io.charrnn.search.SearchRequest;
import io.charrnn.training.request.RequestedDuration;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** The body that asks for a search. */
@Schema(name = "NewSearch", example = """
		{"corpus": "corpus_0f8fad5bd9cb469fa16570867728950e", "model": "shakespeare", "duration": "15m"}""")
record NewSearch(
		@Schema(description = "Id of the text to train on.",
				example = "corpus_0f8fad5bd9cb469fa16570867728950e") String corpus,
		@Schema(description = "Name of the resulting model.", example = "shakespeare") String model,
		@Schema(description = "Time from the start of the first trial to publication, such as 90s, 15m or PT15M; or "
				+ "give maxIterations.", example = "15m") @Nullable String duration,
		@Schema(description = "Total number of updates over all trials, instead of a duration: then the same request "
				+ "gives the same model.") @Nullable Long maxIterations,
		@Schema(description = "Maximum number of weights of the network.",
				example = "1000000") @Nullable Long maxParameters,
		@Schema(description = "Maximum time for the network to read a character of one text, measured on this "
				+ "machine when the search starts.", example = "50") @Nullable Double maxMicrosecondsPerCharacter,
		@Schema(description = "What to vary: for each hyperparameter an array of values or, for learningRate, "
				+ "dropout, weightDecay and averaging, an object with the numbers from and to. Others are as "
				+ "in the preset `auto`. Defaults to values around those that `auto` chooses.", types = "object",
				example = "{\"learningRate\": {\"from\": 0.004, \"to\": 0.02}, \"layers\": [1, 2]}") @Nullable JsonNode space,
		@Schema(description = "Number of trials, 1 to 64; the first is what `auto` chooses. Defaults to 8, or to 4 "
				+ "for less than 3 minutes.", example = "8") @Nullable Integer trials,
		@Schema(description = "Seed of all randomness; defaults to 1.", example = "1") @Nullable Long seed) {

	SearchRequest toSearchRequest() {
		return new SearchRequest(
				(this.duration != null) ? RequestedDuration.parse("duration", StringNode.valueOf(this.duration)) : null,
				this.maxIterations, this.maxParameters, this.maxMicrosecondsPerCharacter,
				(this.space != null && !this.space.isNull()) ? this.space : null, this.trials,
				(this.seed != null) ? this.seed : 1);
	}

}
