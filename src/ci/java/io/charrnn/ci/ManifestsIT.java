package io.charrnn.ci;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Kubernetes's own schemas; the tests are in {@code src/ci/manifests}. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ManifestsIT {

	@Test
	void kubernetesTakesTheManifests(@TempDir Path folder) throws Exception {
		Path manifests = Path.of("deploy", "kubernetes").toAbsolutePath();
		String output = NodeProject.install("manifests", folder)
			.run(Map.of("MANIFESTS", manifests.toString()), "--test");
		assertThat(output).contains("sqlite: takes the Deployment char-rnn-server",
				"postgresql: takes the HorizontalPodAutoscaler char-rnn-server",
				"spark: takes the Role char-rnn-driver");
	}

}
