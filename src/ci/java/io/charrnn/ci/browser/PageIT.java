package io.charrnn.ci.browser;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Keyboard;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByLabelOptions;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import io.charrnn.model.Cell;
import io.charrnn.testing.Networks;
import io.charrnn.testing.ServiceTest;
import io.charrnn.training.TrainingClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

@ServiceTest
class PageIT {

	private static final AtomicInteger NAMES = new AtomicInteger();

	private static Chromium chromium;

	@LocalServerPort
	private int port;

	@Autowired
	private JdbcClient jdbc;

	private final String model = "sea-" + NAMES.incrementAndGet();

	/** A model that has learned {@link Visitor#TEXT}, and its job; made once. */
	private static final String SHARED = "sea-shared";

	private static String sharedJob = "";

	/**
	 * What is less than 24 pixels high or wide, but links within a sentence and the
	 * labels of boxes.
	 */
	private static final String SMALL_TARGETS = """
			() => [...document.querySelectorAll('main button, main a, main select, main summary, main input, header :is(a, button, select)')]
				.filter((node) => node.offsetParent && !node.matches('p a, .check input, .drop input, .presets input, .hidden-input'))
				.map((node) => [node.id || node.textContent, node.getBoundingClientRect()])
				.filter(([, { width, height }]) => width < 24 || height < 24)
				.map(([name, { width, height }]) => `${name} ${width} x ${height}`).join('; ')""";

	/** Sums how much of the page moves without anybody having done anything. */
	private static final String OBSERVE_SHIFTS = """
			window.shift = 0;
			new PerformanceObserver((list) => list.getEntries().filter((entry) => !entry.hadRecentInput)
				.forEach((entry) => window.shift += entry.value)).observe({ type: 'layout-shift', buffered: true });""";

	@BeforeAll
	static void start() {
		chromium = Chromium.start();
	}

	@AfterAll
	static void stop() {
		chromium.close();
	}

	/** Publishes {@link #SHARED}, unless it is there. */
	@BeforeEach
	void trainOnce() {
		if (sharedJob.isEmpty()) {
			TrainingClient client = new TrainingClient(this.port);
			// Help is taken from it, and who comes while it is made has to come again.
			await().atMost(Duration.ofMinutes(1)).until(() -> client.get("/v3/api-docs").statusCode() == 200);
			sharedJob = train(client, client.upload(Visitor.TEXT), SHARED, "GRU");
		}
	}

	private static String train(TrainingClient client, String corpus, String model, String cell) {
		JsonNode job = client.parse(client.submit("""
				{"corpus": "%s", "model": "%s", "preset": "tiny", "hyperparameters": {"cell": "%s", "hiddenSize": 16,
				 "batchSize": 4, "sequenceLength": 16, "maxIterations": 60}}""".formatted(corpus, model, cell)));
		client.await(job.get("id").asString(), "succeeded");
		return job.get("id").asString();
	}

	@Test
	void leadsFromAnUploadToStreamedText() {
		try (Visitor visitor = visitor(new NewContextOptions())) {
			visitor.train(this.model);
			assertThat(visitor.$("job").locator("canvas")).hasCount(4);
			assertThat(visitor.$("job").locator(".samples li").first()).isVisible();
			visitor.screenshot("trained");
			visitor.page().getByText("Open in Play").click();
			assertThat(visitor.$("play-model")).hasValue(this.model + ":1");
			visitor.$("text").fill("she ");
			assertThat(visitor.$("next").locator("button")).hasCount(10);
			visitor.$("knob-seed").fill("7");
			visitor.button("Generate").click();
			assertThat(visitor.$("play-status")).containsText("300 characters");
			String written = visitor.$("text").inputValue();
			assertThat(written).startsWith("she ").hasSize(304);
			visitor.awaitColors();
			visitor.screenshot("written");
			visitor.button("Back").click();
			assertThat(visitor.$("text")).hasValue("she ");
			visitor.button("Generate").click();
			assertThat(visitor.$("play-status")).containsText("300 characters");
			assertThat(visitor.$("text")).hasValue(written);
			assertThat(visitor.errors()).isEmpty();
		}
	}

	@Test
	void goesOnFromAnAlternative() {
		try (Visitor visitor = visitor(new NewContextOptions())) {
			visitor.open("play/" + SHARED + "%3A1");
			visitor.$("text").fill("she sells ");
			visitor.$("write-after-choice").uncheck();
			visitor.page()
				.waitForResponse((response) -> response.url().endsWith("/predictions")
						&& String.valueOf(response.request().postData()).contains("\"s\""), () -> {
							visitor.$("text").press("Home");
							visitor.$("text").press("ArrowRight");
						});
			assertThat(visitor.$("next-facts")).containsText("Entropy");
			Locator third = visitor.$("next").locator("button").nth(2);
			visitor.page().waitForCondition(() -> visitor.$("next").getAttribute("class").equals("bars"));
			String character = third.locator(".glyph").innerText();
			third.click();
			assertThat(visitor.$("text")).hasValue("s" + character.replace("␣", " ").replace("⏎", "\n"));
			assertThat(visitor.errors()).isEmpty();
		}
	}

	@Test
	void looksInsideOfAModel() {
		try (Visitor visitor = visitor(new NewContextOptions())) {
			visitor.open("look/" + SHARED + "%3A1");
			awaitInsights(visitor);
			assertThat(visitor.$("insights").locator(".keys li").first()).containsText("a character");
			visitor.$("look-text").fill("she sells \"sea shells\"\nby the SEA shore\n");
			visitor.button("Look").click();
			assertThat(visitor.$("look-problem")).containsText("has never seen");
			visitor.$("look-skip").check();
			visitor.button("Look").click();
			awaitInsights(visitor);
			Locator second = visitor.$("insights").locator(".units button").nth(1);
			second.click();
			assertThat(second).hasAttribute("aria-pressed", "true");
			String unit = second.getAttribute("data-unit").replaceAll(".*/", "");
			assertThat(visitor.$("unit-number")).hasValue(unit);
			visitor.screenshot("look-inside");
			assertThat(visitor.errors()).hasSize(2).allMatch((error) -> error.startsWith("Failed to load resource"));
		}
	}

	@Test
	void writesOnceTheModelsAreListed() {
		try (Visitor visitor = visitor(new NewContextOptions())) {
			List<Route> held = new ArrayList<>();
			visitor.page().route("**/api/v1/models?*", held::add);
			visitor.open("play/" + SHARED + "%3A1");
			visitor.page().waitForCondition(() -> !held.isEmpty());
			visitor.$("text").fill("she ");
			visitor.$("text").press("Control+Enter");
			assertThat(visitor.$("play-status")).hasText("Writing …");
			held.forEach(Route::resume);
			assertThat(visitor.$("play-status")).containsText("300 characters");
			assertThat(visitor.errors()).isEmpty();
		}
	}

	@Test
	void keepsANameThatIsGivenWhileATextIsRead() {
		try (Visitor visitor = visitor(new NewContextOptions())) {
			visitor.open("train");
			List<Route> held = new ArrayList<>();
			visitor.page().route("**/api/v1/corpora?name=*", held::add);
			visitor.upload("sea.txt", Visitor.TEXT.getBytes(StandardCharsets.UTF_8));
			visitor.page().waitForCondition(() -> !held.isEmpty());
			visitor.$("model-name").fill(this.model);
			APIResponse answer = held.get(0).fetch();
			String corpus = answer.text().replaceAll("(?s).*\"id\":\"([^\"]+)\".*", "$1");
			Request estimate = visitor.page()
				.waitForRequest(
						(request) -> request.url().endsWith("/estimates")
								&& String.valueOf(request.postData()).contains(corpus),
						() -> held.get(0).fulfill(new Route.FulfillOptions().setResponse(answer)));
			assertThat(estimate.postData()).contains("\"model\":\"" + this.model + "\"");
			assertThat(visitor.$("model-name")).hasValue(this.model);
			assertThat(visitor.errors()).isEmpty();
		}
	}

	@Test
	void keepsATextThatIsDropped() {
		try (Visitor visitor = visitor(new NewContextOptions())) {
			visitor.open("train");
			assertThat(visitor.$("samples").locator("button").first()).isVisible();
			visitor.page()
				.evaluate(
						"""
								(text) => {
									const dataTransfer = new DataTransfer();
									dataTransfer.items.add(new File([text], 'dropped sea.txt', { type: 'text/plain' }));
									document.getElementById('drop').dispatchEvent(new DragEvent('drop', { dataTransfer, cancelable: true }));
								}""",
						Visitor.TEXT);
			assertThat(visitor.$("corpus").locator("option:checked"))
				.containsText("dropped sea.txt (2,460 characters)");
			assertThat(visitor.$("model-name")).hasValue("dropped-sea");
			assertThat(visitor.$("estimate")).containsText("weights");
			assertThat(visitor.errors()).isEmpty();
		}
	}

	@Test
	void showsARequestAsCurlThatDoesTheSame() throws Exception {
		try (Visitor visitor = visitor(new NewContextOptions())) {
			visitor.open("play/" + SHARED + "%3A1");
			visitor.$("text").fill("she ");
			visitor.$("knob-seed").fill("7");
			visitor.$("knob-maxCharacters").fill("50");
			assertThat(visitor.$("curl")).containsText("\"maxCharacters\":50");
			String curl = visitor.$("curl").textContent();
			visitor.button("Generate").click();
			assertThat(visitor.$("play-status")).containsText("50 characters");
			Process process = new ProcessBuilder("sh", "-c", curl).start();
			String events = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(process.waitFor()).isZero();
			StringBuilder text = new StringBuilder("she ");
			events.lines()
				.filter((line) -> line.startsWith("data: {\"index\":0,\"text\""))
				.forEach((line) -> text
					.append(new JsonMapper().readTree(line.substring("data: ".length())).get("text").asString()));
			assertThat(visitor.$("text")).hasValue(text.toString());
			assertThat(visitor.errors()).isEmpty();
		}
	}

	@Test
	void comparesDownloadsAndDeletesModels() throws Exception {
		try (Visitor visitor = visitor(new NewContextOptions())) {
			for (String name : List.of(this.model + "-x", this.model + "-y")) {
				visitor.open("models");
				visitor.$("archive")
					.setInputFiles(new FilePayload(name + ".zip", "application/zip",
							Networks.archive(Networks.random(Cell.GRU, 1, name.endsWith("x") ? 8 : 9, "abcdef"))));
				assertThat(visitor.$("models-status")).containsText("Published " + name + ":1");
				visitor.page().getByLabel("Compare " + name + ":1").check();
			}
			visitor.button("Compare 2 models").click();
			assertThat(visitor.$("comparison-title")).isFocused();
			assertThat(visitor.$("comparison-table").locator("tr.differs").first()).containsText("GRU 1 × 8");
			assertThat(visitor.$("comparison-table").locator("tr.differs").first()).containsText("GRU 1 × 9");
			assertThat(download(visitor, this.model + "-x", "Deeplearning4j", ".zip")).startsWith('P', 'K');
			visitor.button("Delete " + this.model + "-x:1").click();
			visitor.page().locator("dialog button").getByText("Delete").click();
			assertThat(visitor.button("Delete " + this.model + "-x:1")).hasCount(0);
			assertThat(visitor.button("Delete " + this.model + "-y:1")).isVisible();
			assertThat(visitor.errors()).isEmpty();
		}
	}

	@Test
	void downloadsForOtherToolsAndTakesSafetensorsBack() throws Exception {
		try (Visitor visitor = visitor(new NewContextOptions())) {
			String name = this.model + "-z";
			visitor.open("models");
			visitor.$("archive")
				.setInputFiles(new FilePayload(name + ".zip", "application/zip",
						Networks.archive(Networks.random(Cell.GRU, 1, 8, "abcdef"))));
			assertThat(visitor.$("models-status")).containsText("Published " + name + ":1");
			assertThat(download(visitor, name, "numpy", ".npz")).startsWith('P', 'K');
			assertThat(new String(download(visitor, name, "ONNX Runtime", ".onnx"), StandardCharsets.ISO_8859_1))
				.contains("logProbabilities");
			byte[] safetensors = download(visitor, name, "PyTorch", ".safetensors");
			visitor.$("archive")
				.setInputFiles(new FilePayload(name + "-1.safetensors", "application/octet-stream", safetensors));
			assertThat(visitor.$("models-status")).containsText("Published " + name + ":2");
			assertThat(visitor.errors()).isEmpty();
		}
	}

	private static byte[] download(Visitor visitor, String model, String tool, String suffix) throws IOException {
		return download(visitor, model, 1, tool, suffix);
	}

	private static byte[] download(Visitor visitor, String model, int version, String tool, String suffix)
			throws IOException {
		visitor.button("Download " + model + ":" + version).click();
		Download download = visitor.page()
			.waitForDownload(() -> visitor.$("download-formats").getByText("For " + tool).click());
		assertThat(download.suggestedFilename()).isEqualTo(model + "-" + version + suffix);
		return Files.readAllBytes(download.path());
	}

	@Test
	void leadsFromTwoTrainingsToTheBetterOneProlongedAndDownloaded() throws Exception {
		try (Visitor visitor = visitor(new NewContextOptions())) {
			visitor.train(this.model + "-lstm");
			visitor.$("job").getByText("Train again with these").click();
			assertThat(visitor.$("new-job-title")).isFocused();
			assertThat(visitor.$("model-name")).hasValue(this.model + "-lstm");
			assertThat(visitor.$("hiddenSize")).hasValue("16");
			visitor.$("cell").selectOption("GRU");
			visitor.$("tags").fill("walk");
			visitor.$("model-name").fill(this.model + "-gru");
			visitor.button("Start training").click();
			assertThat(visitor.$("job-title")).hasText(this.model + "-gru");
			assertThat(visitor.$("job").locator(".status")).hasText("succeeded", Visitor.patiently());
			visitor.page().getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Runs")).click();
			visitor.$("runs-search").fill(this.model + "-");
			visitor.$("runs-sort").selectOption("bestValidationLoss");
			Locator rows = visitor.$("runs-body").locator("tr");
			assertThat(rows).hasCount(2);
			rows.nth(0).locator("input").check();
			rows.nth(1).locator("input").check();
			visitor.button("Compare 2 runs").click();
			assertThat(visitor.$("compare-settings").locator(".odd")).hasCount(1);
			Locator better = rows.nth(0).locator("a");
			String name = better.innerText().replace(":1", "");
			better.click();
			assertThat(visitor.$("job-title")).hasText(name);
			visitor.button("Train longer").click();
			visitor.$("longer-iterations").fill("90");
			visitor.$("longer-iterations").press("Enter");
			assertThat(visitor.$("job")).containsText("Published as " + name + ":2",
					new ContainsTextOptions().setTimeout(90_000));
			visitor.page().getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Models")).click();
			byte[] safetensors = download(visitor, name, 2, "PyTorch", ".safetensors");
			assertThat(new String(safetensors, StandardCharsets.ISO_8859_1)).contains("weight_hh_l0");
			assertThat(visitor.errors()).isEmpty();
		}
	}

	@Test
	void renamesTagsAndDescribes() throws Exception {
		String name = this.model + "-named";
		String renamed = this.model + "-renamed";
		try (Visitor visitor = visitor(new NewContextOptions())) {
			visitor.open("models");
			visitor.$("archive")
				.setInputFiles(new FilePayload(name + ".zip", "application/zip",
						Networks.archive(Networks.random(Cell.GRU, 1, 8, "abcdef"))));
			assertThat(visitor.$("models-status")).containsText("Published " + name + ":1");
			visitor.button("Edit " + name + ":1").click();
			visitor.$("edit-name").fill(renamed);
			visitor.$("edit-tags").fill(renamed + " -no-tag");
			visitor.$("edit-notes").fill("Quotes too much.");
			visitor.button("Save").click();
			assertThat(visitor.$("edit-problem")).containsText("Tags must be");
			assertThat(visitor.$("edit-tags")).hasAttribute("aria-invalid", "true");
			visitor.$("edit-tags").fill(renamed);
			visitor.button("Save").click();
			assertThat(visitor.$("models-status")).containsText("Saved " + renamed + ":1");
			visitor.$("versions-body").getByText(renamed, new Locator.GetByTextOptions().setExact(true)).click();
			assertThat(visitor.$("versions-body").locator("tr")).hasCount(1);
			visitor.$("versions-body").getByText(renamed + ":1").click();
			assertThat(visitor.$("comparison-table")).containsText("Quotes too much.");
			visitor.open("train/" + sharedJob);
			visitor.button("Add tags").click();
			visitor.$("edit-tags").fill("shared-tag");
			visitor.button("Save").click();
			visitor.$("job").getByText("shared-tag").click();
			assertThat(visitor.$("runs-search")).hasValue("shared-tag");
			assertThat(visitor.$("runs-body").locator("tr")).hasCount(1);
			assertThat(visitor.errors()).hasSize(1).allMatch((error) -> error.startsWith("Failed to load resource"));
		}
	}

	@Test
	void trainsByWorkersAndPublishesACheckpoint() {
		try (Visitor visitor = visitor(new NewContextOptions())) {
			Locator status = visitor.startTraining(this.model, "batchSize", "12", "cluster.workers", "2",
					"maxIterations", "40");
			assertThat(status).hasText("succeeded", Visitor.patiently());
			assertThat(visitor.$("job")).containsText("2 workers that synchronize every 10 iterations");
			visitor.$("job").getByText("Checkpoints", new Locator.GetByTextOptions().setExact(true)).click();
			visitor.$("job").getByText("Publish", new Locator.GetByTextOptions().setExact(true)).first().click();
			assertThat(visitor.$("job")).containsText("is published as " + this.model + ":2");
			assertThat(visitor.errors()).isEmpty();
		}
	}

	@Test
	void believesAnEventMoreThanAnAnswerThatComesLate() {
		try (Visitor visitor = visitor(new NewContextOptions())) {
			Locator status = visitor.startTraining(this.model, "maxDuration", "10m");
			assertThat(status).hasText("running", Visitor.patiently());
			List<Route> held = new ArrayList<>();
			visitor.page().route("**/pause", held::add);
			visitor.button("Pause").click();
			visitor.page().waitForCondition(() -> !held.isEmpty());
			APIResponse answer = held.get(0).fetch();
			assertThat(answer.text()).contains("\"requestedStatus\":\"paused\"");
			assertThat(status).hasText("paused", Visitor.patiently());
			visitor.page()
				.waitForResponse("**/pause", () -> held.get(0).fulfill(new Route.FulfillOptions().setResponse(answer)));
			visitor.page()
				.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
			assertThat(status).hasText("paused");
			visitor.button("Cancel").click();
			assertThat(status).hasText("cancelled", Visitor.patiently());
			assertThat(visitor.errors()).isEmpty();
		}
	}

	@Test
	void comparesByItselfOnlyWhatLearnedTheSameText() {
		TrainingClient client = new TrainingClient(this.port);
		train(client, client.upload("alone, " + Visitor.TEXT), this.model, "GRU");
		try (Visitor visitor = visitor(new NewContextOptions())) {
			visitor.open("models");
			visitor.$("archive")
				.setInputFiles(new FilePayload("letters.zip", "application/zip",
						Networks.archive(Networks.random(Cell.GRU, 1, 8, "abcdef"))));
			assertThat(visitor.$("models-status")).containsText("Published letters:");
			visitor.open("look/" + this.model + "%3A1");
			awaitInsights(visitor);
			assertThat(visitor.$("insights").locator(".keys li")).hasCount(1);
			assertThat(visitor.errors()).isEmpty();
		}
	}

	@Test
	void pausesResumesAndCancelsATraining() {
		try (Visitor visitor = visitor(new NewContextOptions())) {
			Locator status = visitor.startTraining(this.model, "maxDuration", "10m");
			assertThat(status).hasText("running", Visitor.patiently());
			visitor.button("Pause").click();
			assertThat(status).hasText("paused", Visitor.patiently());
			visitor.button("Resume").click();
			assertThat(status).hasText("running", Visitor.patiently());
			visitor.button("Cancel").click();
			assertThat(status).hasText("cancelled", Visitor.patiently());
			visitor.screenshot("cancelled");
			visitor.button("Delete").click();
			visitor.page().locator("dialog button").getByText("Delete").click();
			assertThat(visitor.$("job")).containsText("Your training job appears here");
			assertThat(visitor.errors()).isEmpty();
		}
	}

	@Test
	void showsErrorsBesideWhatCausedThem() {
		try (Visitor visitor = visitor(new NewContextOptions())) {
			visitor.open("train");
			visitor.upload("bytes.txt", new byte[] { 'a', 'b', (byte) 0xff, 'c' });
			assertThat(visitor.$("upload-problem")).containsText("UTF-8");
			assertThat(visitor.$("start")).isDisabled();
			visitor.upload("sea.txt", Visitor.TEXT.getBytes(StandardCharsets.UTF_8));
			assertThat(visitor.$("upload-problem")).isHidden();
			visitor.chooseTiny("maxIterations", "10");
			Response refusal = visitor.page()
				.waitForResponse((response) -> response.status() == 422, () -> visitor.$("layers").fill("9"));
			assertThat(refusal.text()).contains("from 1 to 4");
			assertThat(visitor.$("new-job-problem")).containsText("from 1 to 4");
			assertThat(visitor.$("layers")).hasAttribute("aria-invalid", "true");
			visitor.screenshot("refused");
			assertThat(Set.copyOf(visitor.errors())).hasSize(2)
				.allMatch((error) -> error.startsWith("Failed to load resource"));
		}
	}

	@Test
	void needsNothingButAKeyboardToTrainCompareAndPlay() {
		try (Visitor visitor = visitor(new NewContextOptions())) {
			Keyboard keyboard = visitor.page().keyboard();
			visitor.open("train");
			assertThat(visitor.$("estimate")).containsText("weights");
			tabTo(visitor, "#details summary");
			keyboard.press("Enter");
			tabTo(visitor, "#hiddenSize");
			keyboard.type("16");
			tabTo(visitor, "#maxIterations");
			keyboard.type("20");
			tabTo(visitor, "#model-name");
			keyboard.press("Control+A");
			keyboard.type(this.model);
			keyboard.press("Enter");
			assertThat(visitor.$("job-title")).hasText(this.model);
			assertThat(visitor.$("job").locator(".status")).hasText("succeeded", Visitor.patiently());
			tabTo(visitor, "nav a[href=\"#runs\"]");
			keyboard.press("Enter");
			assertThat(visitor.$("runs-title")).isFocused();
			for (String row : List.of("first-child", "nth-child(2)")) {
				tabTo(visitor, "#runs-body tr:" + row + " input");
				keyboard.press("Space");
			}
			tabTo(visitor, "#compare-runs");
			keyboard.press("Enter");
			assertThat(visitor.$("run-comparison-title")).isFocused();
			assertThat(visitor.$("compare-legend").locator("li")).hasCount(3);
			tabTo(visitor, "nav a[href=\"#play\"]");
			keyboard.press("Enter");
			assertThat(visitor.$("play-title")).isFocused();
			tabTo(visitor, "#text");
			keyboard.type("she ");
			keyboard.press("Control+Enter");
			assertThat(visitor.$("play-status")).containsText("300 characters");
			tabTo(visitor, "#back");
			keyboard.press("Enter");
			assertThat(visitor.$("text")).hasValue("she ");
			tabTo(visitor, "#next button");
			keyboard.press("Enter");
			assertThat(visitor.$("play-status")).containsText("300 characters");
			assertThat(visitor.errors()).isEmpty();
		}
	}

	@Test
	void isDarkWhereTheSystemIsAndLightWhereItIsAskedTo() {
		try (Visitor visitor = visitor(new NewContextOptions().setColorScheme(ColorScheme.DARK))) {
			visitor.open("train/" + sharedJob);
			assertThat(visitor.$("job").locator("canvas")).hasCount(4);
			assertThat(brightness(visitor)).isLessThan(60);
			visitor.screenshot("dark");
			visitor.$("theme").selectOption("light");
			assertThat(brightness(visitor)).isGreaterThan(200);
			visitor.page().reload();
			assertThat(brightness(visitor)).isGreaterThan(200);
			visitor.$("theme").selectOption("system");
			assertThat(brightness(visitor)).isLessThan(60);
			assertThat(visitor.errors()).isEmpty();
		}
	}

	@Test
	void fitsNarrowScreens() {
		try (Visitor visitor = visitor(
				new NewContextOptions().setViewportSize(320, 800).setHasTouch(true).setDeviceScaleFactor(2))) {
			for (String section : List.of("train/" + sharedJob, "runs", "play/" + SHARED + "%3A1",
					"look/" + SHARED + "%3A1", "models", "service")) {
				visitor.open(section);
				awaitSection(visitor, section);
				for (int width : List.of(320, 390, 768)) {
					visitor.page().setViewportSize(width, 800);
					// Charts follow the window's width a moment later.
					await().pollInSameThread()
						.until(() -> (Boolean) visitor.page()
							.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"));
					assertThat(visitor.page().evaluate(SMALL_TARGETS)).as("hard to hit in " + section + " at " + width)
						.isEqualTo("");
					visitor.screenshot("narrow-%d-%s".formatted(width, section.replaceAll("/.*", "")));
				}
			}
			assertThat(visitor.errors()).isEmpty();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "LIGHT", "DARK" })
	void hasNoBarrier(ColorScheme scheme) throws IOException {
		String axe = axe();
		try (Visitor visitor = visitor(new NewContextOptions().setColorScheme(scheme))) {
			visitor.open("train");
			visitor.page().evaluate(axe);
			for (String section : List.of("train/" + sharedJob, "runs/compare%2F" + sharedJob,
					"play/" + SHARED + "%3A1", "look/" + SHARED + "%3A1", "models/" + SHARED + "%3A1", "service")) {
				visitor.page().evaluate("hash => location.hash = hash", section);
				awaitSection(visitor, section);
				assertNoBarrier(visitor, section);
			}
			assertThat(visitor.errors()).isEmpty();
		}
	}

	/** Waits until a section has what it asks the service for. */
	private static void awaitSection(Visitor visitor, String section) {
		String name = section.replaceAll("/.*", "");
		assertThat(visitor.$(name)).isVisible();
		switch (name) {
			case "train" -> assertThat(visitor.$("job").locator("canvas")).hasCount(4);
			case "runs" -> assertThat(visitor.$("runs-body").locator("tr").first()).isVisible();
			case "play" -> assertThat(visitor.$("next").locator("button")).hasCount(10);
			case "look" -> awaitInsights(visitor);
			case "models" -> assertThat(visitor.$("versions-body").locator("tr").first()).isVisible();
			default -> assertThat(visitor.$("service-cards")).containsText("Characters today");
		}
	}

	@Test
	void laysRunsOverEachOther() throws IOException {
		TrainingClient client = new TrainingClient(this.port);
		String other = train(client, client.upload("another text, " + Visitor.TEXT), this.model, "RNN");
		try (Visitor visitor = visitor(new NewContextOptions())) {
			visitor.open("runs");
			visitor.$("runs-search").fill("gru " + SHARED);
			assertThat(visitor.$("runs-body").locator("tr")).hasCount(1);
			visitor.page().getByLabel("Compare " + SHARED).check();
			visitor.$("runs-search").fill("");
			visitor.page().getByLabel("Compare " + this.model, new GetByLabelOptions().setExact(true)).check();
			visitor.page().getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Best loss")).click();
			assertThat(visitor.$("runs-head").locator("[aria-sort=ascending]")).hasText("Best loss");
			visitor.button("Compare 2 runs").click();
			assertThat(visitor.$("compare-legend").locator("li")).hasCount(3);
			assertThat(visitor.$("run-comparison-warning")).isVisible();
			Locator odd = visitor.$("compare-settings").locator(".odd");
			assertThat(odd).hasCount(1);
			visitor.$("compare-loss").selectOption("trainingLoss");
			visitor.$("compare-axis").selectOption("characters");
			visitor.$("compare-log").check();
			assertThat(visitor.$("compare-chart")).hasAttribute("aria-label",
					Pattern.compile("Training loss, characters .*" + this.model + ".*"));
			Download csv = visitor.page().waitForDownload(() -> visitor.$("compare-csv").click());
			assertThat(Files.readString(csv.path())).startsWith("characters,").contains(this.model + ":1 trainingLoss");
			Download png = visitor.page().waitForDownload(() -> visitor.$("compare-png").click());
			assertThat(Files.readAllBytes(png.path())).contains('P', 'N', 'G');
			visitor.screenshot("compared");
			visitor.open("train/again%2F" + other);
			assertThat(visitor.$("hiddenSize")).hasValue("16");
			assertThat(visitor.$("cell")).hasValue("RNN");
			assertThat(visitor.$("model-name")).hasValue(this.model);
			assertThat(visitor.errors()).isEmpty();
		}
	}

	@Test
	void comparesRunsWhileTheyTrain() {
		TrainingClient client = new TrainingClient(this.port);
		try (Visitor visitor = visitor(new NewContextOptions())) {
			assertThat(visitor.startTraining(this.model, "maxDuration", "10m")).hasText("running", Visitor.patiently());
			String job = visitor.page().url().replaceAll(".*/", "");
			visitor.open("runs/compare/" + sharedJob + "," + job);
			Locator iterations = visitor.$("compare-settings").locator("tr:has-text('Iterations') td").nth(1);
			String before = iterations.innerText();
			assertThat(iterations).not().hasText(before, Visitor.patiently());
			client.post("/api/v1/training-jobs/" + job + "/cancel", "");
			assertThat(visitor.errors()).isEmpty();
		}
	}

	@Test
	void hasRoomForWholeTablesOnADesk() {
		try (Visitor visitor = visitor(new NewContextOptions().setViewportSize(1280, 900))) {
			for (String section : List.of("runs", "models")) {
				visitor.open(section);
				assertThat(visitor.$(section).locator("tbody tr").first()).isVisible();
				assertThat(visitor.page()
					.evaluate("(section) => [...document.querySelectorAll(`#${section} .scroll`)].every((node) => "
							+ "node.scrollWidth <= node.clientWidth)", section))
					.as(section)
					.isEqualTo(true);
			}
		}
	}

	@Test
	void countsASessionOnceItHasBegun() {
		try (Visitor visitor = visitor(new NewContextOptions())) {
			visitor.open("service");
			Locator sessions = visitor.page()
				.locator("[aria-labelledby=usage-title] tr:has-text('Sessions') td")
				.first();
			assertThat(sessions).hasText(Pattern.compile("[0-9]+"));
			int before = Integer.parseInt(sessions.innerText());
			visitor.button("Begin").click();
			assertThat(sessions).hasText(String.valueOf(before + 1));
			visitor.button("End").click();
			assertThat(sessions).hasText(String.valueOf(before));
			assertThat(visitor.errors()).isEmpty();
		}
	}

	@Test
	void keepsAnErrorUntilItsFieldIsEdited() {
		try (Visitor visitor = visitor(new NewContextOptions())) {
			visitor.open("play/" + SHARED + "%3A1");
			assertThat(visitor.$("next").locator("button")).hasCount(10);
			visitor.$("more").locator("summary").click();
			assertThat(visitor.page().locator("#knob-topP-help")).containsText("most likely characters");
			visitor.$("knob-topP").fill("2");
			visitor.button("Generate").click();
			assertThat(visitor.$("play-problem")).containsText("Top p must be");
			visitor.page().waitForResponse("**/predictions", () -> visitor.$("text").fill("she "));
			assertThat(visitor.$("next-facts")).containsText("Entropy");
			assertThat(visitor.$("play-problem")).isVisible();
			assertThat(visitor.$("knob-topP")).hasAttribute("aria-invalid", "true");
			visitor.$("knob-topP").fill("0.9");
			assertThat(visitor.$("play-problem")).isHidden();
			assertThat(visitor.errors()).hasSize(1).allMatch((error) -> error.startsWith("Failed to load resource"));
		}
	}

	@Test
	void saysBesideASchemaWhereItIsNoJson() {
		try (Visitor visitor = visitor(new NewContextOptions())) {
			visitor.open("play/" + SHARED + "%3A1");
			visitor.$("more").locator("summary").click();
			visitor.$("knob-jsonSchema").fill("{\n  \"type\": \"string\",\n}");
			visitor.button("Generate").click();
			assertThat(visitor.page().locator("#knob-jsonSchema + .error"))
				.containsText("JSON schema is not valid JSON at line 3, column 1");
			visitor.screenshot("schema");
			assertThat(visitor.errors()).hasSize(1).allMatch((error) -> error.startsWith("Failed to load resource"));
		}
	}

	@Test
	void writesSeveralTextsAndBringsAnyBack() {
		try (Visitor visitor = visitor(new NewContextOptions())) {
			visitor.open("play/" + SHARED + "%3A1");
			visitor.$("text").fill("she ");
			visitor.$("knob-seed").fill("7");
			visitor.$("side-by-side").locator("summary").click();
			visitor.$("texts").selectOption("2");
			visitor.button("Generate").click();
			Locator second = visitor.$("drafts").locator("button").nth(1);
			assertThat(second).isEnabled();
			second.click();
			assertThat(visitor.$("knob-seed")).hasValue("8");
			assertThat(visitor.$("text")).not().hasValue("she ");
			String text = visitor.$("text").inputValue();
			visitor.button("Clear").click();
			visitor.$("history").locator("summary").click();
			visitor.$("history-list").locator("button", new Locator.LocatorOptions().setHasText("seed 8")).click();
			assertThat(visitor.$("text")).hasValue(text);
			visitor.button("Back").click();
			visitor.$("text").fill("she ");
			visitor.button("Generate").click();
			assertThat(visitor.$("play-status")).containsText("It reached the requested number of characters");
			assertThat(visitor.$("text")).hasValue(text);
			assertThat(visitor.errors()).isEmpty();
		}
	}

	@Test
	void saysThatTheServiceIsAwayAndIsFreshWhenItIsBack() {
		try (Visitor visitor = visitor(new NewContextOptions())) {
			visitor.open("runs");
			assertThat(visitor.$("runs-body").locator("tr").first()).isVisible();
			visitor.page().route("**", Route::abort);
			visitor.page().evaluate("location.hash = 'models'");
			assertThat(visitor.$("connection")).containsText("does not respond");
			assertThat(visitor.$("problem")).isHidden();
			visitor.page().unroute("**");
			visitor.$("connection-now").click();
			assertThat(visitor.$("versions-body").locator("tr").first()).isVisible();
			assertThat(visitor.$("connection")).isHidden();
		}
	}

	@Test
	void tellsHowFarAnUploadIsAndCancelsIt() {
		try (Visitor visitor = visitor(new NewContextOptions())) {
			visitor.open("train");
			assertThat(visitor.$("estimate")).containsText("weights");
			List<Route> held = new ArrayList<>();
			visitor.page().route("**/api/v1/corpora?name=*", held::add);
			visitor.upload("sea.txt", Visitor.TEXT.getBytes(StandardCharsets.UTF_8));
			visitor.button("Cancel upload").click();
			assertThat(visitor.$("upload")).isHidden();
			assertThat(visitor.$("upload-problem")).isHidden();
			assertThat(visitor.$("corpus-facts")).containsText("characters");
		}
	}

	@Test
	void drawsAHundredThousandPointsAsAThousand() {
		try (Visitor visitor = visitor(new NewContextOptions())) {
			visitor.train(this.model);
			String job = visitor.page().url().replaceAll(".*/", "");
			this.jdbc.sql("DELETE FROM training_metric WHERE job_id = ?").param(job).update();
			addMetrics(job, 1, 100_000);
			visitor.page().reload();
			assertThat(visitor.$("job").locator("[role=img]").first()).hasAttribute("aria-label",
					Pattern.compile(".*to 100,000.*"));
			Object longest = visitor.page()
				.evaluate(
						"""
								() => new Promise((resolve) => {
									const frames = [];
									const frame = (now) => {
										frames.push(now);
										window.dispatchEvent(new Event('theme'));
										if (frames.length < 60) {
											requestAnimationFrame(frame);
										}
										else {
											resolve(frames.slice(1).map((time, index) => time - frames[index]).sort((a, b) => a - b)[30]);
										}
									};
									requestAnimationFrame(frame);
								})""");
			System.out.printf("Median time of a frame that draws all curves of 100,000 points anew: %s ms%n", longest);
			visitor.screenshot("hundred-thousand-points");
			Object points = visitor.page()
				.evaluate("id => fetch(`api/v1/training-jobs/${id}/curves`).then((answer) => answer.json())"
						+ ".then((curves) => curves.points.length)", job);
			assertThat(points).isEqualTo(1000);
			assertThat(visitor.errors()).isEmpty();
		}
	}

	@Test
	void staysSmoothWhileATrainingWithAHundredThousandPointsGoesOn() {
		try (Visitor visitor = visitor(new NewContextOptions())) {
			AtomicBoolean begun = new AtomicBoolean();
			List<Route> held = new ArrayList<>();
			visitor.page().route("**/curves?*", (route) -> {
				if (begun.getAndSet(true)) {
					held.add(route);
				}
				else {
					route.resume();
				}
			});
			Locator status = visitor.startTraining(this.model, "maxDuration", "10m", "validateEvery", "1");
			assertThat(status).hasText("running", Visitor.patiently());
			visitor.page().waitForCondition(() -> !held.isEmpty());
			addMetrics(visitor.page().url().replaceAll(".*/", ""), -100_000, -1);
			APIResponse answer = held.get(0).fetch();
			awaitCurves(visitor, 3);
			assertThat(held).as("requests for curves at once").hasSize(1);
			long before = lastIteration(visitor);
			visitor.page().unroute("**/curves?*");
			held.get(0).fulfill(new Route.FulfillOptions().setResponse(answer));
			assertThat(visitor.$("job").locator("[role=img]").first()).hasAttribute("aria-label",
					Pattern.compile("Loss, iterations −.*"));
			assertThat(lastIteration(visitor)).isGreaterThanOrEqualTo(before);
			System.out.printf("While a training with 100,000 points goes on: %s%n", awaitCurves(visitor, 5));
			visitor.button("Cancel").click();
			assertThat(status).hasText("cancelled", Visitor.patiently());
			assertThat(visitor.errors()).isEmpty();
		}
	}

	@Test
	void asksForAKeyWhereTheServiceDoes() {
		try (Visitor visitor = visitor(new NewContextOptions())) {
			visitor.page().route("**/api/v1/**", (route) -> {
				if ("Bearer secret".equals(route.request().headerValue("Authorization"))) {
					route.resume();
				}
				else {
					route.fulfill(new Route.FulfillOptions().setStatus(401)
						.setContentType("application/problem+json")
						.setBody(
								"{\"title\": \"Unauthorized\", \"status\": 401, \"detail\": \"The request needs a key.\"}"));
				}
			});
			visitor.open("models");
			assertThat(visitor.$("key")).isVisible();
			assertThat(visitor.page().locator(".problem:visible")).hasCount(0);
			visitor.$("key-value").fill("another");
			visitor.button("Use this key").click();
			assertThat(visitor.$("key-problem")).hasText("The request needs a key.");
			assertThat(visitor.page().locator(".problem:visible")).hasCount(1);
			visitor.$("key-value").fill("secret");
			visitor.button("Use this key").click();
			assertThat(visitor.$("versions")).containsText("Model");
			assertThat(visitor.$("key")).isHidden();
			visitor.open("train");
			assertThat(visitor.$("samples")).containsText("own-source");
		}
	}

	@Test
	void asksNoOtherAddressAndIsPaintedAtOnce() {
		try (Visitor visitor = visitor(new NewContextOptions())) {
			List<String> requests = new ArrayList<>();
			visitor.page().onRequest((request) -> requests.add(request.url()));
			visitor.page().addInitScript(OBSERVE_SHIFTS);
			visitor.open("train");
			assertThat(visitor.$("samples").locator("button").first()).isVisible();
			assertThat(visitor.$("estimate")).containsText("weights");
			assertThat(requests).hasSizeLessThan(30).allMatch((url) -> url.startsWith("http://127.0.0.1:" + this.port));
			double shift = ((Number) Objects.requireNonNull(visitor.page().evaluate("window.shift"))).doubleValue();
			System.out.printf("%d requests, layout shift %s%n", requests.size(), shift);
			assertThat(shift).isLessThan(0.01);
			Object paint = visitor.page()
				.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime");
			Object bytes = visitor.page().evaluate("""
					performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation'))
						.filter((entry) => !entry.name.includes('/api/'))
						.reduce((sum, entry) -> sum + entry.transferSize, 0)""".replace("->", "=>"));
			System.out.printf("First contentful paint after %s ms, %s bytes over the wire%n", paint, bytes);
			assertThat(((Number) Objects.requireNonNull(bytes)).intValue()).isBetween(20_000, 150_000);
			assertThat(visitor.errors()).isEmpty();
		}
	}

	private Visitor visitor(NewContextOptions options) {
		return new Visitor(chromium.browser(), this.port, options);
	}

	private static void awaitInsights(Visitor visitor) {
		assertThat(visitor.$("look-status")).containsText("Read ");
		assertThat(visitor.$("insights").locator("canvas")).isVisible(new IsVisibleOptions().setTimeout(20_000));
	}

	/**
	 * Waits until the curves have been drawn anew.
	 * @return how long frames took meanwhile
	 */
	private static Object awaitCurves(Visitor visitor, int times) {
		return Objects.requireNonNull(visitor.page()
			.evaluate(
					"""
							(times) => new Promise((resolve) => {
								let longTasks = 0;
								let drawn = 0;
								const frames = [];
								new PerformanceObserver((list) => longTasks += list.getEntries().length).observe({ type: 'longtask' });
								new MutationObserver(() => drawn++)
									.observe(document.querySelector('#job [role=img]'), { attributeFilter: ['aria-label'] });
								const frame = (now) => {
									frames.push(now);
									if (drawn < times) {
										requestAnimationFrame(frame);
										return;
									}
									const durations = frames.slice(1).map((time, index) => time - frames[index]).sort((a, b) => a - b);
									resolve({ drawn, longTasks, frames: durations.length, medianMillis: durations[durations.length >> 1],
										longestMillis: durations.at(-1) });
								};
								requestAnimationFrame(frame);
							})""",
					times));
	}

	private static long lastIteration(Visitor visitor) {
		String label = visitor.$("job").locator("[role=img]").first().getAttribute("aria-label");
		return Long.parseLong(label.replaceAll(".* to ([0-9,]+):.*", "$1").replace(",", ""));
	}

	private static void tabTo(Visitor visitor, String target) {
		for (int presses = 0; presses < 300; presses++) {
			visitor.page().keyboard().press("Tab");
			if (Boolean.TRUE
				.equals(visitor.page().evaluate("target => document.activeElement.matches(target)", target))) {
				return;
			}
		}
		fail("Tab never came to " + target);
	}

	/** Of the page's background, 0 to 255. */
	private static int brightness(Visitor visitor) {
		Object brightness = visitor.page()
			.evaluate(
					"""
							() => {
								const [red, green, blue] = getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number);
								return Math.round((red + green + blue) / 3);
							}""");
		return ((Number) Objects.requireNonNull(brightness)).intValue();
	}

	private static String axe() throws IOException {
		try (InputStream in = Objects.requireNonNull(PageIT.class.getResourceAsStream("/axe.min.js"))) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	@SuppressWarnings("unchecked")
	private static void assertNoBarrier(Visitor visitor, String where) {
		List<Map<String, Object>> violations = (List<Map<String, Object>>) Objects
			.requireNonNull(visitor.page().evaluate("""
					async () => (await axe.run()).violations.map((violation) => ({
						impact: violation.impact, id: violation.id, help: violation.help,
						nodes: violation.nodes.map((node) => `${node.target} ${node.failureSummary}`).join('\\n'),
					}))"""));
		assertThat(violations).as(where).isEmpty();
	}

	private void addMetrics(String job, int first, int last) {
		this.jdbc
			.sql("""
					INSERT INTO training_metric (job_id, iteration, event, training_loss, validation_loss, learning_rate,
						gradient_norm, clipped_fraction, characters_per_second, created_at)
					WITH RECURSIVE counted(number) AS (SELECT ? UNION ALL SELECT number + 1 FROM counted WHERE number < ?)
					SELECT ?, number, number, 1.2 + 30.0 / (10 + abs(number) % 1000), NULL, 0.01, 1 + abs(number) % 3, 0, 1000, 0
					FROM counted""")
			.params(first, last, job)
			.update();
	}

}
