package io.charrnn.process;

import java.io.IOException;
import java.io.OutputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What is found must be what the JDK's class loader finds. */
class PackagedClassesTests {

	private static final String CLASS = NativeMemory.class.getName();

	private static final String CLASS_FILE = CLASS.replace('.', '/') + ".class";

	@TempDir
	private Path folder;

	private URL[] jars;

	@BeforeEach
	void writeJars() throws IOException {
		byte[] bytes = Objects.requireNonNull(NativeMemory.class.getResourceAsStream("/" + CLASS_FILE)).readAllBytes();
		Map<String, byte[]> first = new LinkedHashMap<>();
		first.put("META-INF/services/java.lang.Runnable", text("one"));
		first.put("top.txt", text("first"));
		first.put("a/", text(""));
		first.put("a/b/", text(""));
		first.put("a/both.txt", text("first"));
		first.put("a/b c/100%.txt", text("strange"));
		Map<String, byte[]> second = new LinkedHashMap<>();
		second.put("META-INF/services/java.lang.Runnable", text("two"));
		second.put("top.txt", text("second"));
		second.put("a/both.txt", text("second"));
		second.put("a/c/deep.txt", text("8"));
		second.put("META-INF/versions/9/a/c/deep.txt", text("9"));
		second.put("META-INF/versions/9/only/new.txt", text("9"));
		second.put(CLASS_FILE, bytes);
		this.jars = new URL[] { jar("first.jar", first), jar("second.jar", second) };
	}

	@Test
	void findsWhatTheClassLoaderOfTheJdkFinds() throws IOException {
		List<String> names = List.of("META-INF/services/java.lang.Runnable", "META-INF/MANIFEST.MF", "top.txt", "a/",
				"a", "a/b/", "a/b", "a/c/deep.txt", "only/new.txt", "a/both.txt", "a/b c/100%.txt", "only/old.txt",
				"META-INF/versions/9/only/new.txt", CLASS_FILE, "none", "no/such.txt", "/top.txt", "a//both.txt");
		try (URLClassLoader expected = new URLClassLoader(this.jars, null);
				PackagedClasses classes = new PackagedClasses(withNewerReleases(this.jars), null)) {
			for (String name : names) {
				assertThat(classes.getResource(name)).as(name).isEqualTo(expected.getResource(name));
				assertThat(Collections.list(classes.getResources(name))).as(name)
					.isEqualTo(Collections.list(expected.getResources(name)));
			}
			assertThat(classes.getResourceAsStream("a/c/deep.txt")).hasContent("9");
			assertThat(classes.getResourceAsStream("only/new.txt")).hasContent("9");
			assertThat(classes.getResourceAsStream("a/b c/100%.txt")).hasContent("strange");
		}
	}

	@Test
	void loadsClassesWithTheirPackageAndSource() throws Exception {
		try (URLClassLoader expected = new URLClassLoader(this.jars, ClassLoader.getPlatformClassLoader());
				PackagedClasses classes = new PackagedClasses(this.jars, ClassLoader.getPlatformClassLoader())) {
			Class<?> type = classes.loadClass(CLASS);
			assertThat(type).isNotSameAs(NativeMemory.class).isSameAs(classes.loadClass(CLASS));
			assertThat(type.getClassLoader()).isSameAs(classes);
			assertThat(type.getPackage().getImplementationVersion()).isEqualTo("1.2")
				.isEqualTo(expected.loadClass(CLASS).getPackage().getImplementationVersion());
			assertThat(type.getProtectionDomain().getCodeSource().getLocation()).isEqualTo(this.jars[1]);
			assertThatExceptionOfType(ClassNotFoundException.class).isThrownBy(() -> classes.loadClass("no.Such"))
				.withMessage("no.Such");
		}
	}

	@Test
	void restartsNothingThatJavaJarDidNotStart() throws Throwable {
		assertThat(PackagedClasses.restart(PackagedClassesTests.class, new String[0])).isFalse();
	}

	/** As Spring Boot's handler of URLs opens them anyway. */
	private static URL[] withNewerReleases(URL... jars) throws MalformedURLException {
		URL[] versioned = new URL[jars.length];
		for (int i = 0; i < jars.length; i++) {
			versioned[i] = new URL(jars[i], "#runtime");
		}
		return versioned;
	}

	private URL jar(String name, Map<String, byte[]> entries) throws IOException {
		Manifest manifest = new Manifest();
		manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
		manifest.getMainAttributes().put(Attributes.Name.MULTI_RELEASE, "true");
		manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, "1.2");
		Path file = this.folder.resolve(name);
		try (OutputStream stream = Files.newOutputStream(file);
				JarOutputStream jar = new JarOutputStream(stream, manifest)) {
			for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
				jar.putNextEntry(new JarEntry(entry.getKey()));
				jar.write(entry.getValue());
			}
		}
		return url(file);
	}

	private static URL url(Path file) throws MalformedURLException {
		return new URL("jar:" + file.toUri().toURL() + "!/");
	}

	private static byte[] text(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
