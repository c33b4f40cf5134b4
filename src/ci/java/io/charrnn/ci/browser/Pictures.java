package io.charrnn.ci.browser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator.LocatorOptions;
import com.microsoft.playwright.Page.GetByLabelOptions;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasCountOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ScreenshotAnimations;
import com.microsoft.playwright.options.ScreenshotType;
import io.charrnn.testing.ServiceTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.test.web.server.LocalServerPort;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.setDefaultAssertionTimeout;

/**
 * Takes the pictures of the documents. No test of the build: {@code bench/pictures} runs
 * it.
 */
@ServiceTest
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class Pictures {

	private static final Path FOLDER = Path.of("docs", "images");

	private static final int WIDTH = 1200;

	private static final int HEIGHT = 1000;

	private static final int MOST_BYTES = 150_000;

	private static final double PATIENCE_MILLIS = 300_000;

	@LocalServerPort
	private int port;

	@Test
	void takesThePicturesOfTheDocuments() throws IOException {
		setDefaultAssertionTimeout(PATIENCE_MILLIS);
		NewContextOptions options = new NewContextOptions().setViewportSize(WIDTH, HEIGHT);
		try (Chromium chromium = Chromium.start();
				Visitor visitor = new Visitor(chromium.browser(), this.port, options)) {
			visitor.open("train");
			visitor.$("samples").locator("button", new LocatorOptions().setHasText("own-source")).click();
			assertThat(visitor.$("model-name")).hasValue("own-source");
			visitor.$("details").locator("summary").click();
			train(visitor, "own-source-rnn", "RNN", "15s");
			train(visitor, "own-source-gru", "GRU", "15s");
			train(visitor, "own-source", "LSTM", "45s");
			visitor.$("details").locator("summary").click();
			take(visitor, "train", 0, HEIGHT);
			runs(visitor);
			play(visitor);
			look(visitor);
		}
	}

	private static void train(Visitor visitor, String name, String cell, String duration) {
		visitor.$("cell").selectOption(cell);
		visitor.$("maxDuration").fill(duration);
		visitor.$("model-name").fill(name);
		visitor.button("Start training").click();
		assertThat(visitor.$("job-title")).hasText(name);
		assertThat(visitor.$("job").locator(".status")).hasText("succeeded",
				new HasTextOptions().setTimeout(PATIENCE_MILLIS));
	}

	private static void runs(Visitor visitor) throws IOException {
		visitor.open("runs");
		for (String name : List.of("own-source", "own-source-rnn", "own-source-gru")) {
			visitor.page().getByLabel("Compare " + name, new GetByLabelOptions().setExact(true)).check();
		}
		visitor.button("Compare 3 runs").click();
		visitor.$("compare-loss").selectOption("trainingLoss");
		visitor.$("compare-axis").selectOption("time");
		assertThat(visitor.$("compare-legend").locator("li")).hasCount(4);
		take(visitor, "runs", 0, HEIGHT);
	}

	private static void play(Visitor visitor) throws IOException {
		visitor.open("play/own-source%3A1");
		visitor.$("text").fill("/** ");
		visitor.$("knob-seed").fill("1");
		visitor.$("knob-maxCharacters").fill("600");
		visitor.button("Generate").click();
		assertThat(visitor.$("play-status")).containsText("600 characters");
		visitor.awaitColors();
		assertThat(visitor.$("next-facts")).containsText("Entropy");
		take(visitor, "play", 0, HEIGHT);
	}

	private static void look(Visitor visitor) throws IOException {
		visitor.open("look/own-source-rnn%3A1");
		assertThat(visitor.$("insights").locator(".keys li")).hasCount(3,
				new HasCountOptions().setTimeout(PATIENCE_MILLIS));
		visitor.page().evaluate("scrollTo(0, 0)");
		BoundingBox units = visitor.$("insights").locator(".pair").boundingBox();
		BoundingBox gradients = visitor.$("insights").locator("section").last().boundingBox();
		take(visitor, "look-inside", units.y - 20, gradients.y + gradients.height - units.y + 40);
	}

	/** Keeps a part of the page, as well as a small file allows. */
	private static void take(Visitor visitor, String name, double top, double height) throws IOException {
		ScreenshotOptions options = new ScreenshotOptions().setType(ScreenshotType.JPEG)
			.setAnimations(ScreenshotAnimations.DISABLED)
			.setFullPage(true)
			.setClip(0, top, WIDTH, height);
		int quality = 90;
		byte[] picture = visitor.page().screenshot(options.setQuality(quality));
		while (picture.length > MOST_BYTES) {
			quality -= 5;
			picture = visitor.page().screenshot(options.setQuality(quality));
		}
		Files.write(FOLDER.resolve(name + ".jpg"), picture);
	}

}
