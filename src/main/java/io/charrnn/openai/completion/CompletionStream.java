package io.charrnn.openai.completion;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.charrnn.api.ServerSentEvents;
import io.charrnn.inference.generation.GeneratedEnd;
import io.charrnn.inference.generation.GeneratedPart;
import io.charrnn.inference.generation.GenerationOutput;
import io.charrnn.inference.generation.GenerationResponse.Timings;
import io.charrnn.inference.generation.GenerationResponse.Usage;
import io.charrnn.inference.generation.TextModel;
import io.charrnn.openai.completion.Completion.Choice;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.NullNode;

/** Sends completions as server-sent events while they are written. */
final class CompletionStream implements GenerationOutput {

	private final CompletionFrame frame;

	private final CompletionRequest request;

	private final TextModel model;

	private final ServerSentEvents events;

	/** Characters sent of a text, by its index. */
	private final Map<Integer, Integer> sent = new HashMap<>();

	private int firstIndex;

	/** Characters of the prompt that is being gone on from. */
	private int length;

	private int offset;

	private long read;

	private long written;

	CompletionStream(CompletionFrame frame, CompletionRequest request, TextModel model, HttpServletResponse response,
			JsonMapper json) {
		this.frame = frame;
		this.request = request;
		this.model = model;
		this.events = new ServerSentEvents(response, json, model.heartbeat());
	}

	/**
	 * Begins the texts of a prompt.
	 * @param prompt its index
	 * @param length its characters
	 * @return where they go
	 */
	GenerationOutput begin(int prompt, int length) {
		this.firstIndex = prompt * this.request.texts();
		this.length = length;
		this.offset = this.request.echoes() ? 0 : length;
		return this;
	}

	@Override
	public boolean takesParts() {
		return true;
	}

	@Override
	public void text(int index, GeneratedPart part) throws IOException {
		int before = this.sent.getOrDefault(this.firstIndex + index, 0);
		this.sent.put(this.firstIndex + index, before + part.text().codePointCount(0, part.text().length()));
		send(new Choice(this.firstIndex + index, part.text(),
				(this.request.logprobs() != null) ? LogprobLists.of(part.characters(), this.offset + before) : null,
				null, null));
	}

	@Override
	public void done(int index, GeneratedEnd end) throws IOException {
		send(new Choice(this.firstIndex + index, "", null, CompletionFrame.name(end.finishReason()),
				this.request.stopReason(end.stop(), this.model)));
	}

	@Override
	public void finished(Usage usage, Timings timings) {
		this.read += usage.promptCharacters();
		this.written += usage.generatedCharacters();
	}

	@Override
	public void idle() throws IOException {
		this.events.idle();
	}

	/** Ends the stream. */
	void end() throws IOException {
		if (this.request.streamsUsage()) {
			send(this.frame.with(List.of(), Completion.Usage.of(this.read, this.written)));
		}
		this.events.done();
	}

	/** Sends an event. */
	void send(Object data) throws IOException {
		this.events.send(data);
	}

	private void send(Choice choice) throws IOException {
		send(this.frame.with(List.of(choice), usageOfChunk(choice.index())));
	}

	/**
	 * What there is of the text so far; JSON's null where it comes at the end, else
	 * nothing.
	 */
	private @Nullable Object usageOfChunk(int index) {
		if (this.request.streamsUsageContinuously()) {
			int echoed = this.request.echoes() ? this.length : 0;
			return Completion.Usage.of(this.length, Math.max(0, this.sent.getOrDefault(index, 0) - echoed));
		}
		return this.request.streamsUsage() ? NullNode.getInstance() : null;
	}

}
