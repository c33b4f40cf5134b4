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
		@Schema(description = "Id of the text to learn from.",
				example = "corpus_0f8fad5bd9cb469fa16570867728950e") String corpus,
		@Schema(description = "Name that the winner is published under.", example = "shakespeare") String model,
		@Schema(description = "Time from the beginning of the first trial to the publication, such as 90s, 15m or PT15M; or "
				+ "give maxIterations.", example = "15m") @Nullable String duration,
		@Schema(description = "Updates of all trials together, in place of a duration: then the same request gives the same "
				+ "model.") @Nullable Long maxIterations,
		@Schema(description = "Most weights of the network.", example = "1000000") @Nullable Long maxParameters,
		@Schema(description = "Most time that the network may take to read a character of one text on this machine, as it is "
				+ "measured when the search begins.", example = "50") @Nullable Double maxMicrosecondsPerCharacter,
		@Schema(description = "What is to be tried: for each hyperparameter an array of values or, for learningRate, dropout, "
				+ "weightDecay and averaging, an object with the numbers from and to. Others are as the preset `auto` "
				+ "has them. Left out, the space around what `auto` chose.", types = "object",
				example = "{\"learningRate\": {\"from\": 0.004, \"to\": 0.02}, \"layers\": [1, 2]}") @Nullable JsonNode space,
		@Schema(description = "Trials that begin, 1 to 64; the first is what `auto` chose. Left out, 8, or 4 in less than 3 "
				+ "minutes.", example = "8") @Nullable Integer trials,
		@Schema(description = "Of everything random; 1 if left out.", example = "1") @Nullable Long seed) {

	SearchRequest toSearchRequest() {
		return new SearchRequest(
				(this.duration != null) ? RequestedDuration.parse("duration", StringNode.valueOf(this.duration)) : null,
				this.maxIterations, this.maxParameters, this.maxMicrosecondsPerCharacter,
				(this.space != null && !this.space.isNull()) ? this.space : null, this.trials,
				(this.seed != null) ? this.seed : 1);
	}

}
