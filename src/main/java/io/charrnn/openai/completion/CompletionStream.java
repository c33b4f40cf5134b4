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
final class CompletionStream {

	private final CompletionFrame frame;

	private final CompletionRequest request;

	private final TextModel model;

	private final ServerSentEvents events;

	/** Characters sent of a text, by its index. */
	private final Map<Integer, Integer> sent = new HashMap<>();

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
		return new Texts(prompt * this.request.texts(), length);
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

	/** The texts of a prompt. */
	private final class Texts implements GenerationOutput {

		private final int firstIndex;

		/** Characters of the prompt. */
		private final int length;

		Texts(int firstIndex, int length) {
			this.firstIndex = firstIndex;
			this.length = length;
		}

		@Override
		public boolean takesParts() {
			return true;
		}

		@Override
		public void text(int index, GeneratedPart part) throws IOException {
			int before = sent(index);
			CompletionStream.this.sent.put(this.firstIndex + index,
					before + part.text().codePointCount(0, part.text().length()));
			int offset = CompletionStream.this.request.echoes() ? 0 : this.length;
			send(new Choice(this.firstIndex + index, part.text(), (CompletionStream.this.request.logprobs() != null)
					? LogprobLists.of(part.characters(), offset + before) : null, null, null));
		}

		@Override
		public void done(int index, GeneratedEnd end) throws IOException {
			send(new Choice(this.firstIndex + index, "", null, CompletionFrame.name(end.finishReason()),
					CompletionStream.this.request.stopReason(end.stop(), CompletionStream.this.model)));
		}

		@Override
		public void finished(Usage usage, Timings timings) {
			CompletionStream.this.read += usage.promptCharacters();
			CompletionStream.this.written += usage.generatedCharacters();
		}

		@Override
		public void idle() throws IOException {
			CompletionStream.this.events.idle();
		}

		private int sent(int index) {
			return CompletionStream.this.sent.getOrDefault(this.firstIndex + index, 0);
		}

		private void send(Choice choice) throws IOException {
			CompletionStream.this.send(
					CompletionStream.this.frame.with(List.of(choice), usageOfChunk(choice.index() - this.firstIndex)));
		}

		/**
		 * What there is of the text so far; JSON's null where it comes at the end, else
		 * nothing.
		 */
		private @Nullable Object usageOfChunk(int index) {
			if (CompletionStream.this.request.streamsUsageContinuously()) {
				int echoed = CompletionStream.this.request.echoes() ? this.length : 0;
				return Completion.Usage.of(this.length, Math.max(0, sent(index) - echoed));
			}
			return CompletionStream.this.request.streamsUsage() ? NullNode.getInstance() : null;
		}

	}

}
