package io.charrnn.inference.generation;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.charrnn.api.ServerSentEvents;
import io.charrnn.inference.generation.GenerationResponse.ChosenCharacter;
import io.charrnn.inference.generation.GenerationResponse.Timings;
import io.charrnn.inference.generation.GenerationResponse.Usage;
import io.charrnn.inference.serving.LoadedModel;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Sends texts as server-sent events while they are written. */
final class StreamedGenerations implements GenerationOutput {

	static final String CHOICES = "choices";

	static final String TEXT = "text";

	static final String DONE = "done";

	static final String USAGE = "usage";

	static final String ERROR = "error";

	private final LoadedModel model;

	private final ServerSentEvents events;

	StreamedGenerations(LoadedModel model, HttpServletResponse response, JsonMapper json, Duration heartbeat) {
		this.model = model;
		this.events = new ServerSentEvents(response, json, heartbeat);
	}

	@Override
	public boolean takesParts() {
		return true;
	}

	@Override
	public boolean takesChoices() {
		return true;
	}

	@Override
	public void choices(List<ChoiceProbability> probabilities) throws IOException {
		send(CHOICES, new Choices(probabilities));
	}

	@Override
	public void text(int index, GeneratedPart part) throws IOException {
		send(TEXT, new Text(index, part.text(), part.characters()));
	}

	@Override
	public void done(int index, GeneratedEnd end) throws IOException {
		send(DONE, new Done(index, end.finishReason(), end.stop(), end.seed(), end.meanLogProbability()));
	}

	@Override
	public void finished(Usage usage, Timings timings) throws IOException {
		send(USAGE, new End(usage, timings, this.model.reference(), this.model.isMixed(), this.model.fingerprint()));
	}

	@Override
	public void idle() throws IOException {
		this.events.idle();
	}

	/** Sends an event. */
	void send(String event, Object data) throws IOException {
		this.events.send(event, data);
	}

	/** How probable the choices are, before any text. */
	@Schema(name = "ChoicesEvent")
	record Choices(@Schema(description = "In the order of the request.") List<ChoiceProbability> choices) {
	}

	/** Part of a text. */
	@Schema(name = "TextEvent")
	record Text(@Schema(description = "Which of the texts, counted from 0.", example = "0") int index,
			@Schema(description = "What follows the parts before.", example = "What light ") String text,
			@Schema(description = "Each character of the part; with logProbabilities.") @JsonInclude(JsonInclude.Include.NON_EMPTY) @Nullable List<ChosenCharacter> logProbabilities) {
	}

	/** The end of a text. */
	@Schema(name = "DoneEvent")
	record Done(@Schema(description = "Which of the texts, counted from 0.", example = "0") int index,
			FinishReason finishReason,
			@Schema(description = "The stop string that ended the text, if any.",
					example = "\\n") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String stop,
			@Schema(description = "The seed that reproduces the text, with n = 1.", example = "1") long seed,
			@Schema(description = "The mean log-probability of all generated characters, including those of a stop "
					+ "string; with bestOf or logProbabilities.",
					example = "-1.37") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double meanLogProbability) {
	}

	/** The end of all texts. */
	@Schema(name = "UsageEvent")
	record End(@JsonUnwrapped Usage usage, Timings timings,
			@Schema(description = "The version used.", example = "shakespeare:3") String model,
			@Schema(description = "Whether the network was combined with character n-grams.",
					example = "false") boolean mixture,
			@Schema(description = "Equal requests with equal fingerprints give equal texts.",
					example = "0f3a5c7788d1e2b4") String fingerprint) {
	}

}
