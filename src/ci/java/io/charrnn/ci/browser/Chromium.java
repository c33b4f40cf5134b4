package io.charrnn.ci.browser;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import io.charrnn.testing.Requirement;

/**
 * Debian's Chromium, driven by Debian's Node: Playwright's own build of either would be
 * another download.
 */
public final class Chromium implements AutoCloseable {

	private final Playwright playwright;

	private final Browser browser;

	private Chromium(Playwright playwright, Browser browser) {
		this.playwright = playwright;
		this.browser = browser;
	}

	public static Chromium start() {
		Path chromium = Requirement.of(find("chromium"), "there is no chromium; apt-get install chromium");
		Path node = Requirement.of(find("node"), "there is no node; apt-get install nodejs");
		Playwright playwright = Playwright.create(new Playwright.CreateOptions()
			.setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1", "PLAYWRIGHT_NODEJS_PATH", node.toString())));
		// The sandbox needs another user than root, who runs CI.
		Browser browser = playwright.chromium()
			.launch(new LaunchOptions().setExecutablePath(chromium).setArgs(List.of("--no-sandbox")));
		return new Chromium(playwright, browser);
	}

	public Browser browser() {
		return this.browser;
	}

	private static Optional<Path> find(String program) {
		return Stream.of(System.getenv("PATH").split(":"))
			.map((folder) -> Path.of(folder, program))
			.filter(Files::isExecutable)
			.findFirst();
	}

	@Override
	public void close() {
		this.browser.close();
		this.playwright.close();
	}

}
