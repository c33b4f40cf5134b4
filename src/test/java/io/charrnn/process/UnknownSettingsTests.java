package io.charrnn.process;

import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowable;

@ExtendWith(OutputCaptureExtension.class)
class UnknownSettingsTests {

	private final StandardEnvironment environment = new StandardEnvironment();

	@ParameterizedTest
	@CsvSource({ "charrnn.data, charrnn.data-directory", "charrnn.training.thread, charrnn.training.threads",
			"charrnn.access.admin-keys, charrnn.access.admin-key" })
	void refusesASettingThatThereIsNotAndNamesASimilarOne(String unknown, String similar) {
		set(unknown);
		Throwable refusal = catchThrowable(() -> UnknownSettings.check(this.environment));
		FailureAnalysis analysis = Objects
			.requireNonNull(new StartFailureAnalyzer(new MockEnvironment()).analyze(refusal));
		assertThat(analysis.getDescription()).isEqualTo(unknown + " is not a setting of this service.");
		assertThat(analysis.getAction()).contains("maybe to " + similar + ",");
	}

	@ParameterizedTest
	@ValueSource(strings = { "charrnn.data-directory", "charrnn.dataDirectory", "charrnn.content.keep-free",
			"charrnn.access.oauth2.issuer[0]", "charrnn.training.spark.conf.spark.ui.port", "spring.application.nam",
			"charrnning" })
	void takesWhatThereIsAndWhatIsNotOurs(String name) {
		set(name);
		assertThatNoException().isThrownBy(() -> UnknownSettings.check(this.environment));
	}

	@Test
	void warnsOfAVariableThatIsNoSetting(CapturedOutput output) {
		this.environment.getPropertySources()
			.addFirst(new SystemEnvironmentPropertySource("variables", Map.of("CHARRNN_PORT", "tcp://127.0.0.1:8080",
					"CHARRNN_DATADIRECTORY", "data", "CHARRNN_DATA_DIRECTORY", "data")));
		UnknownSettings.check(this.environment);
		assertThat(output).contains("CHARRNN_PORT is not a setting").doesNotContain("CHARRNN_DATA");
	}

	private void set(String name) {
		this.environment.getPropertySources().addFirst(new MapPropertySource("test", Map.of(name, "1")));
	}

}
