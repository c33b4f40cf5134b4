package io.charrnn.content;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.autoconfigure.json.JsonTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@JsonTest
@Import({ StoredJson.class, StoredJsonTests.Defaults.class })
class StoredJsonTests {

	@Autowired
	private StoredJson json;

	@Test
	void readsWhatItWrote() {
		Menu menu = new Menu("Sunday", new Dish("soup", 3, Taste.SWEET), Taste.SALTY);
		assertThat(this.json.read(this.json.write(menu), Menu.class)).isEqualTo(menu);
	}

	@ParameterizedTest
	@ValueSource(strings = { """
			{"name":"a","dish":{"name":"b","price":3,"taste":"sweet"},"taste":"sweet"}""", """
			{"name":"a","dish":{"name":"b","price":3,"taste":"sweet","size":{"cm":[1]}},"taste":"sweet","new":[]}""",
			"""
					{"name":"a","dish":{"name":"b","price":3.0,"taste":"bitter"},"taste":"sweet"}""", """
					{"name":"a","dish":{"name":"b","price":"3"},"taste":"umami"}""", """
					{"name":"a","dish":{"name":"b","taste":null},"taste":"umami"}""" })
	void takesDefaultsForWhatIsMissingOrNotKnown(String document) {
		assertThat(this.json.read(document, Menu.class))
			.isEqualTo(new Menu("a", new Dish("b", 3, Taste.SWEET), Taste.SWEET));
	}

	@Test
	void leavesNumbersThatAreMissingWithoutADefaultAtZero() {
		assertThat(this.json.read("{}", Size.class)).isEqualTo(new Size(0, 0, null));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"price\": -1}", "{\"price\": {}}", "[", "null", "{\"taste\": 7}" })
	void saysWhatItCannotRead(String document) {
		assertThatExceptionOfType(AnotherReleaseException.class).isThrownBy(() -> this.json.read(document, Dish.class))
			.withMessageContaining("Dish")
			.satisfies((problem) -> assertThat(problem.type()).isEqualTo("stored-by-another-release"));
	}

	@Test
	void saysWhatTheRecordSays() {
		assertThatExceptionOfType(AnotherReleaseException.class)
			.isThrownBy(() -> this.json.read("{\"price\": -1}", Dish.class))
			.withMessageContaining("nothing is sold for -1");
	}

	@Test
	void knowsConstantsByTheirNames() {
		assertThat(StoredJson.constant(Taste.class, "SALTY")).isEqualTo(Taste.SALTY);
		assertThat(StoredJson.constant(Taste.class, "UMAMI", Taste.SWEET)).isEqualTo(Taste.SWEET);
		assertThatExceptionOfType(AnotherReleaseException.class)
			.isThrownBy(() -> StoredJson.constant(Taste.class, "UMAMI"))
			.withMessageContaining("Taste \"UMAMI\"");
	}

	@Test
	void passesOverRowsAndFillsThePage() {
		List<ReadableRows.Row<Integer, Integer>> all = IntStream.range(0, 10)
			.mapToObj(
					(row) -> new ReadableRows.Row<>(row, (row % 3 == 0) ? Optional.of(row) : Optional.<Integer>empty()))
			.toList();
		ReadableRows rows = new ReadableRows("row");
		ReadableRows.Query<Integer, Integer> query = (after,
				limit) -> all.stream().filter((row) -> row.place() > after).limit(limit).toList();
		assertThat(rows.upTo(3, -1, query)).containsExactly(0, 3, 6);
		assertThat(rows.upTo(3, 3, query)).containsExactly(6, 9);
		assertThat(rows.upTo(3, 9, query)).isEmpty();
	}

	enum Taste {

		SWEET, SALTY

	}

	record Dish(String name, int price, Taste taste) {

		Dish {
			if (price < 0) {
				throw new IllegalArgumentException("nothing is sold for " + price);
			}
		}

	}

	record Menu(String name, Dish dish, Taste taste) {
	}

	record Size(int width, double height, @Nullable Integer depth) {
	}

	@TestConfiguration
	static class Defaults {

		@Bean
		StoredDefaults defaults() {
			return () -> Map.of(Dish.class, Map.of("price", 3, "taste", "sweet"), Taste.class, Taste.SWEET);
		}

	}

}
