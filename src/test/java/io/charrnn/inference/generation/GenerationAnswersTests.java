package io.charrnn.inference.generation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import io.charrnn.content.ContentStore;
import io.charrnn.inference.Beginning;
import io.charrnn.inference.InferenceClient;
import io.charrnn.inference.serving.LoadedModel;
import io.charrnn.inference.serving.LoadedModels;
import io.charrnn.inference.serving.Requests;
import io.charrnn.registry.Models;
import io.charrnn.testing.Networks;
import io.charrnn.testing.ServiceTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

@ServiceTest
class GenerationAnswersTests {

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whatGoesOnWithATextHasThePlaceOfItsRequest(boolean stream, @Autowired GenerationAnswers answers,
			@Autowired LoadedModels loaded, @Autowired Requests requests, @Autowired Models models,
			@Autowired ContentStore content) throws IOException {
		LoadedModel model = loaded
			.get(new InferenceClient(0, models, content).publish("answers", Networks.cycle("abc")));
		GenerationRequest request = new JsonMapper().readValue("""
				{"prompt": "a", "maxCharacters": 3, "stream": %s}""".formatted(stream), GenerationRequest.class);
		List<Integer> places = new ArrayList<>();
		answers.answer(model, (prompt) -> Beginning.of(model, prompt), request, new HttpHeaders(),
				new MockHttpServletResponse(), (computed, characters, after) -> {
					places.add(requests.count());
					assertThat(characters).isEqualTo("abca".length());
				});
		assertThat(places).hasSize(1).doesNotContain(0);
	}

}
