package io.charrnn;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.charrnn.testing.ServiceTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.cache.support.NoOpCache;
import org.springframework.context.ApplicationContext;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;
import org.springframework.web.servlet.resource.CachingResourceResolver;
import org.springframework.web.servlet.resource.ResourceHttpRequestHandler;
import org.springframework.web.servlet.resource.ResourceResolver;

import static org.assertj.core.api.Assertions.assertThat;

@ServiceTest
class PageTests {

	/** A page that is small enough to be there at once. */
	private static final int MOST_BYTES = 300_000;

	private static final Pattern FILE = Pattern.compile("(?:href|src)=\"([^\"#]+\\.(?:css|js|svg))\"");

	private static final Pattern SCRIPT = Pattern.compile("(?:href|src)=\"(page/[^\"]+\\.js)\"");

	private static final Pattern IMPORT = Pattern.compile("(?m)^import .*'\\./([^']+)';");

	/** What a browser loads before it paints: classic scripts at once, and styles. */
	private static final Pattern BLOCKING = Pattern
		.compile("(?:<script src|<link rel=\"stylesheet\" href)=\"([^\"]+)\"");

	private static final Pattern ADDRESS = Pattern.compile("(?:https?:)?//[a-z0-9.-]+\\.[a-z]{2,}");

	@Autowired
	private MockMvcTester http;

	@Autowired
	private ApplicationContext context;

	@Test
	void isSmallWithAllThatItLoads() throws Exception {
		String page = body("/index.html");
		Set<String> files = new TreeSet<>();
		FILE.matcher(page).results().forEach((match) -> files.add("/" + match.group(1)));
		for (Resource module : modules()) {
			files.add("/page/" + module.getFilename());
		}
		assertThat(files).hasSizeGreaterThan(10);
		int bytes = page.length();
		for (String file : files) {
			bytes += body(file).length();
		}
		System.out.printf("The page with its %d files weighs %,d bytes%n", files.size(), bytes);
		assertThat(bytes).isLessThan(MOST_BYTES);
	}

	@Test
	void asksAtOnceForWhatEverySectionNeeds() throws Exception {
		Set<String> modules = new TreeSet<>();
		for (Resource file : modules()) {
			modules.add("page/" + file.getFilename());
		}
		Set<String> named = new TreeSet<>();
		SCRIPT.matcher(body("/index.html")).results().forEach((match) -> named.add(match.group(1)));
		Set<String> needed = new TreeSet<>();
		addImports("page/main.js", needed);
		assertThat(needed).hasSizeGreaterThan(3).isSubsetOf(named);
		assertThat(named).isSubsetOf(modules);
	}

	/** Adds a module and all that it cannot do without. */
	private void addImports(String module, Set<String> all) throws Exception {
		if (all.add(module)) {
			for (MatchResult match : IMPORT.matcher(body("/" + module)).results().toList()) {
				addImports("page/" + match.group(1), all);
			}
		}
	}

	@Test
	void waitsForNoMoreThanItsOwnStylesBeforeItIsPainted() throws Exception {
		String head = body("/index.html").replaceAll("(?s)</head>.*", "");
		assertThat(BLOCKING.matcher(head).results().map((match) -> match.group(1))).containsExactly("page/theme.js",
				"page/page.css", "page/parts.css");
	}

	@Test
	void isWhatTheRootShows() {
		assertThat(this.http.get().uri("/")).hasStatusOk().hasForwardedUrl("index.html");
	}

	@Test
	void namesNoAddressOutsideTheService() throws Exception {
		assertThat(ADDRESS.matcher(body("/index.html")).results()).isEmpty();
		for (Resource module : modules()) {
			String text = body("/page/" + module.getFilename()).replace("http://www.w3.org/2000/svg", "");
			assertThat(ADDRESS.matcher(text).results()).as(module.getFilename()).isEmpty();
		}
	}

	@Test
	void runsNothingButItsOwnFiles() {
		for (String path : new String[] { "/", "/index.html", "/page/main.js" }) {
			assertThat(this.http.get().uri(path)).headers()
				.hasHeaderSatisfying("Content-Security-Policy",
						(values) -> assertThat(values.get(0)).contains("default-src 'none'", "script-src 'self'")
							.doesNotContain("unsafe"));
		}
	}

	@Test
	void isAskedForAgainWhenItMayHaveChanged() {
		assertThat(this.http.get().uri("/page/main.js")).headers().hasValue("Cache-Control", "no-cache");
	}

	/** As a cache of them would grow with the ways there are. */
	@Test
	void isNotKeptUnderEachWayOfWritingAPath() {
		SimpleUrlHandlerMapping files = this.context.getBean("resourceHandlerMapping", SimpleUrlHandlerMapping.class);
		assertThat(files.getUrlMap().values()).hasSizeGreaterThan(5)
			.allSatisfy((handler) -> assertThat(((ResourceHttpRequestHandler) handler).getResourceResolvers())
				.noneMatch(PageTests::keeps));
	}

	private static boolean keeps(ResourceResolver resolver) {
		return resolver instanceof CachingResourceResolver caching && !(caching.getCache() instanceof NoOpCache);
	}

	private String body(String path) throws Exception {
		var answer = this.http.get().uri(path).exchange();
		assertThat(answer).as(path).hasStatusOk();
		return answer.getResponse().getContentAsString();
	}

	private static Resource[] modules() throws Exception {
		return new PathMatchingResourcePatternResolver().getResources("classpath:/static/page/*");
	}

}
