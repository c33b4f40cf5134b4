package io.charrnn.process;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.security.CodeSource;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Loads classes and resources of jars, such as those in the packaged jar, by an index of
 * their folders. The class loader that {@code java -jar} has from Spring Boot asks jar
 * after jar for each, some seventy of them for a class.
 */
public final class PackagedClasses extends URLClassLoader {

	private static final String LAUNCHED = "org.springframework.boot.loader.launch.LaunchedClassLoader";

	/** Where jars have classes of newer releases of Java, by release. */
	private static final String VERSIONS = "META-INF/versions/";

	static {
		registerAsParallelCapable();
	}

	/** The jars that have something in a folder, in the order of the class path. */
	private final Map<String, List<Jar>> folders = new HashMap<>();

	PackagedClasses(URL[] jars, @Nullable ClassLoader parent) throws IOException {
		super(jars, parent);
		for (URL jar : jars) {
			index(new Jar(jar, ((JarURLConnection) jar.openConnection()).getJarFile()));
		}
	}

	/**
	 * Starts a program again with these classes, if {@code java -jar} started it.
	 * @param program the class that has {@code main}
	 * @param args what it was started with
	 * @return whether it was started again, and has returned
	 */
	public static boolean restart(Class<?> program, String[] args) throws Throwable {
		if (!(program.getClassLoader() instanceof URLClassLoader launched)
				|| !launched.getClass().getName().equals(LAUNCHED)) {
			return false;
		}
		// Neither is closed: classes are loaded for as long as the process lives.
		PackagedClasses classes = new PackagedClasses(launched.getURLs(), launched.getParent());
		Thread.currentThread().setContextClassLoader(classes);
		try {
			classes.loadClass(program.getName()).getMethod("main", String[].class).invoke(null, (Object) args);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
		return true;
	}

	private void index(Jar jar) {
		String folder = null;
		for (Enumeration<JarEntry> entries = jar.file.entries(); entries.hasMoreElements();) {
			String name = entries.nextElement().getName();
			// Most entries lie beside the one before.
			if (folder == null || !isIn(folder, name)) {
				folder = folder(name);
				add(folder, jar);
				if (folder.startsWith(VERSIONS)) {
					add(folder.substring(folder.indexOf('/', VERSIONS.length()) + 1), jar);
				}
			}
		}
	}

	private void add(String folder, Jar jar) {
		List<Jar> jars = this.folders.computeIfAbsent(folder, (key) -> new ArrayList<>(1));
		if (jars.isEmpty() || jars.get(jars.size() - 1) != jar) {
			jars.add(jar);
		}
	}

	private static boolean isIn(String folder, String name) {
		return name.startsWith(folder) && name.indexOf('/', folder.length()) < 0;
	}

	/**
	 * With the slash at its end, and empty at the top. That of a folder is the one it
	 * lies in.
	 */
	private static String folder(String name) {
		return name.substring(0, name.lastIndexOf('/', name.length() - 2) + 1);
	}

	private List<Jar> jars(String name) {
		return name.isEmpty() ? List.of() : this.folders.getOrDefault(folder(name), List.of());
	}

	@Override
	protected Class<?> findClass(String name) throws ClassNotFoundException {
		String path = name.replace('.', '/').concat(".class");
		try {
			for (Jar jar : jars(path)) {
				JarEntry entry = jar.file.getJarEntry(path);
				if (entry != null) {
					return define(name, jar, entry);
				}
			}
		}
		catch (IOException ex) {
			throw new ClassNotFoundException(name, ex);
		}
		throw new ClassNotFoundException(name);
	}

	private Class<?> define(String name, Jar jar, JarEntry entry) throws IOException {
		definePackage(name.substring(0, Math.max(name.lastIndexOf('.'), 0)), jar);
		try (InputStream stream = jar.file.getInputStream(entry)) {
			byte[] bytes = stream.readAllBytes();
			return defineClass(name, bytes, 0, bytes.length, jar.source);
		}
	}

	private void definePackage(String name, Jar jar) throws IOException {
		if (name.isEmpty() || getDefinedPackage(name) != null) {
			return;
		}
		Manifest manifest = jar.file.getManifest();
		try {
			definePackage(name, (manifest != null) ? manifest : new Manifest(), jar.url);
		}
		catch (IllegalArgumentException ex) {
			// Another thread was faster, or something is wrong.
			if (getDefinedPackage(name) == null) {
				throw ex;
			}
		}
	}

	@Override
	public @Nullable URL findResource(String name) {
		return found(name).findFirst().orElse(null);
	}

	@Override
	public Enumeration<URL> findResources(String name) {
		return Collections.enumeration(found(name).toList());
	}

	private Stream<URL> found(String name) {
		return jars(name).stream().map((jar) -> jar.find(name)).filter(Objects::nonNull);
	}

	private static final class Jar {

		private final URL url;

		private final JarFile file;

		private final CodeSource source;

		Jar(URL url, JarFile file) {
			this.url = url;
			this.file = file;
			this.source = new CodeSource(url, (Certificate[]) null);
		}

		@Nullable URL find(String name) {
			JarEntry entry = this.file.getJarEntry(name);
			try {
				return (entry != null) ? new URL(this.url, path(entry.getRealName())) : null;
			}
			catch (IOException | URISyntaxException ex) {
				throw new IllegalStateException(this.url + " has " + name, ex);
			}
		}

		private static String path(String name) throws URISyntaxException {
			return new URI(null, null, "/" + name, null).getRawPath().substring(1);
		}

	}

}
