package io.charrnn.inference.generation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import io.charrnn.content.ContentStore;
import io.charrnn.inference.InferenceClient;
import io.charrnn.inference.generation.GenerationResponse.Timings;
import io.charrnn.inference.generation.GenerationResponse.Usage;
import io.charrnn.inference.serving.Requests;
import io.charrnn.model.EncodedText;
import io.charrnn.registry.Models;
import io.charrnn.testing.Networks;
import io.charrnn.testing.ServiceTest;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

@ServiceTest
class TextModelTests {

	@Test
	void writesForAllPromptsInOnePlace(@Autowired TextModels textModels, @Autowired Requests requests,
			@Autowired Models models, @Autowired ContentStore content) throws IOException {
		String reference = new InferenceClient(0, models, content).publish("places", Networks.cycle("abc"));
		TextModel model = textModels.find(reference);
		List<EncodedText> prompts = List.of(model.alphabet().encode("a"), model.alphabet().encode("b"));
		GenerationRequest request = new JsonMapper().readValue("{\"maxCharacters\": 3}", GenerationRequest.class);
		List<Integer> places = new ArrayList<>();
		Collected output = new Collected();
		model.write(prompts, request, (prompt) -> {
			places.add(requests.count());
			return output;
		});
		assertThat(places).hasSize(2).doesNotContain(0);
		assertThat(output.all).hasToString("bcacab");
	}

	@Test
	void withoutASeedThoseOfEachPromptGetOneOfTheirOwn(@Autowired TextModels textModels, @Autowired Models models,
			@Autowired ContentStore content) throws IOException {
		TextModel model = textModels
			.find(new InferenceClient(0, models, content).publish("seeds", Networks.cycle("abc")));
		EncodedText prompt = model.alphabet().encode("a");
		List<GenerationResponse> answers = model.write(List.of(prompt, prompt),
				new JsonMapper().readValue("{\"maxCharacters\": 3}", GenerationRequest.class));
		assertThat(answers).extracting((answer) -> answer.generations().get(0).text()).containsExactly("bca", "bca");
		assertThat(answers).extracting((answer) -> answer.generations().get(0).seed()).doesNotHaveDuplicates();
	}

	private static final class Collected implements GenerationOutput {

		private final StringBuilder all = new StringBuilder();

		@Override
		public boolean takesParts() {
			return false;
		}

		@Override
		public void text(int index, GeneratedPart part) {
			this.all.append(part.text());
		}

		@Override
		public void done(int index, GeneratedEnd end) {
			assertThat(end.finishReason()).isEqualTo(FinishReason.LENGTH);
		}

		@Override
		public void finished(Usage usage, Timings timings) {
			assertThat(usage.generatedCharacters()).isEqualTo(3);
		}

		@Override
		public void idle() {
			assertThat(this.all).isNotNull();
		}

	}

}
