package io.charrnn.inference.generation;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.charrnn.api.ServerSentEvents;
import io.charrnn.inference.generation.GenerationResponse.ChosenCharacter;
import io.charrnn.inference.generation.GenerationResponse.Timings;
import io.charrnn.inference.generation.GenerationResponse.Usage;
import io.charrnn.inference.serving.LoadedModel;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Sends texts as server-sent events while they are written. */
final class StreamedGenerations implements GenerationOutput {

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
		send("choices", new Choices(probabilities));
	}

	@Override
	public void text(int index, GeneratedPart part) throws IOException {
		send("text", new Text(index, part.text(), part.characters()));
	}

	@Override
	public void done(int index, GeneratedEnd end) throws IOException {
		send("done", new Done(index, end.finishReason(), end.stop(), end.seed(), end.meanLogProbability()));
	}

	@Override
	public void finished(Usage usage, Timings timings) throws IOException {
		send("usage", new End(usage.promptCharacters(), usage.generatedCharacters(), timings, this.model.reference(),
				this.model.isMixed(), this.model.fingerprint()));
	}

	@Override
	public void idle() throws IOException {
		this.events.idle();
	}

	/** Sends an event. */
	void send(String event, Object data) throws IOException {
		this.events.send(event, data);
	}

	/**
	 * What a text can be.
	 *
	 * @param choices how probable each is
	 */
	record Choices(List<ChoiceProbability> choices) {
	}

	/**
	 * Part of a text.
	 *
	 * @param text what follows the parts before
	 * @param logProbabilities of its characters, if asked for
	 */
	record Text(int index, String text,
			@JsonInclude(JsonInclude.Include.NON_EMPTY) List<ChosenCharacter> logProbabilities) {
	}

	/**
	 * The end of a text.
	 *
	 * @param stop the string that ended it, if one did
	 * @param seed that gives the same text again
	 * @param meanLogProbability of its characters, if probabilities were asked for
	 */
	record Done(int index, FinishReason finishReason, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String stop,
			long seed, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double meanLogProbability) {
	}

	/**
	 * The end of all.
	 *
	 * @param promptCharacters characters of the prompt that were read
	 * @param generatedCharacters characters written in all texts
	 * @param model the version that wrote
	 * @param mixture whether n-grams were mixed in
	 * @param fingerprint of the model's weights and the program's version
	 */
	record End(int promptCharacters, int generatedCharacters, Timings timings, String model, boolean mixture,
			String fingerprint) {
	}

}
