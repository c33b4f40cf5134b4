package io.charrnn.search;

import java.util.EnumSet;
import java.util.Map;
import java.util.stream.Stream;

import io.charrnn.problem.ConflictException;
import io.charrnn.search.SearchStatus.Event;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SearchStatusTests {

	private static final Map<SearchStatus, Map<Event, SearchStatus>> ALLOWED = Map.of(SearchStatus.RUNNING,
			Map.of(Event.PAUSE, SearchStatus.PAUSED, Event.CANCEL, SearchStatus.CANCELLED, Event.SUCCEED,
					SearchStatus.SUCCEEDED, Event.FAIL, SearchStatus.FAILED),
			SearchStatus.PAUSED, Map.of(Event.RESUME, SearchStatus.RUNNING, Event.CANCEL, SearchStatus.CANCELLED));

	static Stream<Arguments> everyStatusAndEvent() {
		return EnumSet.allOf(SearchStatus.class)
			.stream()
			.flatMap((status) -> EnumSet.allOf(Event.class).stream().map((event) -> Arguments.of(status, event)));
	}

	@ParameterizedTest
	@MethodSource("everyStatusAndEvent")
	void changesAsAllowedOrRefusesNamingTheStatus(SearchStatus status, Event event) {
		SearchStatus next = ALLOWED.getOrDefault(status, Map.of()).get(event);
		if (next != null) {
			assertThat(status.next(event)).isEqualTo(next);
		}
		else {
			assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> status.next(event))
				.satisfies((problem) -> {
					assertThat(problem.detail()).contains(status.text());
					assertThat(problem.properties()).containsEntry("searchStatus", status.text());
				});
		}
	}

}
