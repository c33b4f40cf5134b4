package io.charrnn.ci;

import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.util.FileSystemUtils;

/**
 * What of the page needs no browser; its tests are in {@code src/ci/page} and take Node's
 * own runner.
 */
class PageModulesIT {

	@TempDir
	private Path folder;

	@Test
	void passesTheTestsOfItsModules() throws Exception {
		FileSystemUtils.copyRecursively(Path.of("src", "ci", "page"), this.folder);
		FileSystemUtils.copyRecursively(Path.of("src", "main", "resources", "static", "page"),
				this.folder.resolve("page"));
		new NodeProject(this.folder).run(Map.of(), "--test");
	}

}
