package io.charrnn.ci.browser;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/**
 * Somebody who uses the page. What the browser reports as an error, or an answer that the
 * page should not have asked for, is kept.
 */
final class Visitor implements AutoCloseable {

	private static final double PATIENCE_MILLIS = 90_000;

	/** Learned in a moment: "she sells sea shells". */
	static final String TEXT = "she sells \"sea shells\" by the sea shore;\n".repeat(60);

	private final String address;

	private final BrowserContext context;

	private final Page page;

	private final List<String> errors = new ArrayList<>();

	Visitor(Browser browser, int port, Browser.NewContextOptions options) {
		this.address = "http://127.0.0.1:" + port + "/";
		this.context = browser.newContext(options);
		this.context.setDefaultTimeout(PATIENCE_MILLIS);
		this.page = this.context.newPage();
		this.page.onConsoleMessage((message) -> {
			if (message.type().equals("error") || message.type().equals("warning")) {
				this.errors.add(message.text());
			}
		});
		this.page.onPageError(this.errors::add);
	}

	Page page() {
		return this.page;
	}

	/** What went wrong in the browser. */
	List<String> errors() {
		return this.errors;
	}

	/** Goes to a section, and waits until it is there. */
	Visitor open(String section) {
		this.page.navigate(this.address + "#" + section);
		assertThat($(section.replaceAll("/.*", ""))).isVisible();
		return this;
	}

	Locator $(String id) {
		return this.page.locator("[id='" + id + "']");
	}

	Locator button(String name) {
		return this.page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
	}

	void upload(String name, byte[] bytes) {
		$("file").setInputFiles(new FilePayload(name, "text/plain", bytes));
	}

	/**
	 * Chooses a network that learns in a moment, and further fields with their values.
	 */
	void chooseTiny(String... fields) {
		$("details").locator("summary").click();
		$("hiddenSize").fill("16");
		$("batchSize").fill("4");
		$("sequenceLength").fill("16");
		for (int index = 0; index < fields.length; index += 2) {
			$(fields[index]).fill(fields[index + 1]);
		}
	}

	/** Trains a model from the page, until it is published. */
	void train(String model) {
		assertThat(startTraining(model, "maxIterations", "60")).hasText("succeeded", patiently());
	}

	/**
	 * Starts a training from the page.
	 * @param fields of the form, and their values
	 * @return where its status stands
	 */
	Locator startTraining(String model, String... fields) {
		open("train");
		upload("sea.txt", TEXT.getBytes(StandardCharsets.UTF_8));
		assertThat($("estimate")).containsText("weights");
		chooseTiny(fields);
		$("model-name").fill(model);
		button("Start training").click();
		return $("job").locator(".status");
	}

	/**
	 * Waits until the text of the section Play has colors, in one node that wraps as it
	 * does.
	 */
	void awaitColors() {
		this.page.waitForCondition(() -> Boolean.TRUE
			.equals(this.page.evaluate("[...CSS.highlights.values()].some((highlight) => highlight.size > 0)")));
		assertThat($("backdrop").locator("*")).hasCount(0);
	}

	static HasTextOptions patiently() {
		return new HasTextOptions().setTimeout(PATIENCE_MILLIS);
	}

	/** Keeps what the page looks like, for people to look at. */
	void screenshot(String name) {
		this.page.screenshot(
				new Page.ScreenshotOptions().setPath(Path.of("target", "browser", name + ".png")).setFullPage(true));
	}

	/** Takes routes away first: a request that came meanwhile would find no page left. */
	@Override
	public void close() {
		this.page.unrouteAll();
		this.context.close();
	}

}
