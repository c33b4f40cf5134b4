package io.charrnn.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class JvmFaultTests {

	private static final List<String> G1 = List.of("G1 Young Generation", "G1 Concurrent GC", "G1 Old Generation");

	@ParameterizedTest
	@ValueSource(strings = { "25+36-LTS", "25.0.1+8-LTS", "25.0.2+10", "25-ea+20" })
	void warnsOfReleasesThatCorruptData(String version) {
		assertThat(JvmFault.of(Runtime.Version.parse(version), G1)).get()
			.asString()
			.contains(version, "JDK-8377811", "25.0.3");
	}

	@ParameterizedTest
	@ValueSource(strings = { "17.0.15+6", "21.0.2+13", "24.0.2+12", "25.0.3+9-LTS", "25.0.10+1", "26+35" })
	void isSilentOnOthers(String version) {
		assertThat(JvmFault.of(Runtime.Version.parse(version), G1)).isEmpty();
	}

	@Test
	void isSilentWithAnotherCollector() {
		assertThat(JvmFault.of(Runtime.Version.parse("25.0.1+8"), List.of("PS MarkSweep", "PS Scavenge"))).isEmpty();
	}

	/** In both stages, as building writes zips as well. */
	@Test
	void theImageHasAGoodRelease() throws IOException {
		List<String> releases = Pattern.compile("eclipse-temurin:(\\d+\\.\\d+\\.\\d+)_\\d+-j(dk|re)")
			.matcher(Files.readString(Path.of("Dockerfile")))
			.results()
			.map((MatchResult image) -> image.group(1))
			.toList();
		assertThat(releases).hasSize(2)
			.allSatisfy((release) -> assertThat(JvmFault.of(Runtime.Version.parse(release), G1)).isEmpty());
	}

}
