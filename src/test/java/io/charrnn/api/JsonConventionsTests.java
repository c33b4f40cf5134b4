package io.charrnn.api;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.charrnn.model.Cell;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.autoconfigure.json.JsonTest;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@JsonTest
@Import(JsonConventions.class)
class JsonConventionsTests {

	@Autowired
	private JsonMapper json;

	@ParameterizedTest
	@ValueSource(strings = { """
			{"unknown": 1}""", """
			{"whole": "5"}""", """
			{"whole": 5.5}""", """
			{"whole": 5.0}""", """
			{"whole": true}""", """
			{"whole": ""}""", """
			{"whole": 99999999999}""", """
			{"fraction": "0.5"}""", """
			{"fraction": "NaN"}""", """
			{"fraction": NaN}""", """
			{"fraction": Infinity}""", """
			{"fraction": 1e999}""", """
			{"fraction": true}""", """
			{"fraction": ""}""", """
			{"text": 5}""", """
			{"text": 5.5}""", """
			{"text": true}""", """
			{"text": "a\\ud800"}""", """
			{"text": "\\udc00\\ud800"}""", """
			{"list": ["\\udfff"]}""", """
			{"flag": 1}""", """
			{"flag": "true"}""", """
			{"flag": ""}""", """
			{"cell": 1}""", """
			{"cell": ""}""", """
			{"cell": "none"}""", """
			{"list": "one"}""", """
			{"list": ""}""", """
			{"list": [1]}""", """
			{"duration": 60}""", """
			{"duration": "1 minute"}""", """
			{"duration": ""}""", """
			{"text": "a", "text": "b"}""", """
			{"text": "a"} {}""", """
			{"text": "a",}""", """
			{'text': "a"}""", """
			[]""", """
			"text\"""", """
			{"text": "a" // comment
			}""", "" })
	void refuses(String text) {
		assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> this.json.readValue(text, Values.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", """
			{"size": 1}""", """
			{"size": 1, "part": null}""", """
			{"size": null, "part": 1}""" })
	void refusesToMakeUpWhatIsMissing(String text) {
		assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> this.json.readValue(text, Required.class));
	}

	@Test
	void readsWhatMayBeMissing() {
		assertThat(this.json.readValue("{}", Values.class))
			.isEqualTo(new Values(null, null, null, null, null, null, null, null, null));
		assertThat(this.json.readValue("""
				{"size": 1, "part": 2}""", Required.class)).isEqualTo(new Required(1, 2));
	}

	@Test
	void reads() {
		assertThat(this.json.readValue("""
				{"whole": 5, "fraction": 1, "text": "5", "flag": true, "cell": "lstm", "list": ["a"],
				 "duration": "PT1M", "time": "2024-02-29T12:00:00Z", "curve": "SAWTOOTH"}""", Values.class))
			.isEqualTo(new Values(5, 1.0, "5", true, Cell.LSTM, List.of("a"), Duration.ofMinutes(1),
					Instant.parse("2024-02-29T12:00:00Z"), Curve.SAW_TOOTH));
	}

	@Test
	void writes() {
		assertThat(this.json.writeValueAsString(new Values(5, 0.5, "é\u2028\uD83D\uDE00", true, Cell.GRU, List.of(),
				Duration.ofSeconds(90), Instant.parse("2024-02-29T12:00:00Z"), Curve.SAW_TOOTH)))
			.isEqualTo("""
					{"whole":5,"fraction":0.5,"text":"é\u2028\uD83D\uDE00","flag":true,"cell":"GRU","list":[],\
					"duration":"PT1M30S","time":"2024-02-29T12:00:00Z","curve":"sawTooth"}""");
	}

	enum Curve {

		SAW_TOOTH

	}

	record Required(int size, double part) {

	}

	record Values(@Nullable Integer whole, @Nullable Double fraction, @Nullable String text, @Nullable Boolean flag,
			@Nullable Cell cell, @Nullable List<String> list, @Nullable Duration duration, @Nullable Instant time,
			@Nullable Curve curve) {

	}

}
