package io.charrnn.process;

import java.util.Optional;

import io.charrnn.testing.Requirement;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The tests in src/ci, which only a build with {@code CI=true} compiles and runs. */
class CiTestsIT {

	@Test
	void areInTheBuildOfCi() {
		ClassLoader loader = CiTestsIT.class.getClassLoader();
		var tests = Requirement.of(Optional.ofNullable(loader.getResource("io/charrnn/ci/package-info.class")),
				"the tests with a browser, with existing clients and with PostgreSQL run only with CI=true, which needs "
						+ "what .ci/run installs");
		assertThat(tests.getProtocol()).isEqualTo("file");
	}

}
