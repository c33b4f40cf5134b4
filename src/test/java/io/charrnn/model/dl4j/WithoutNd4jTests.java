package io.charrnn.model.dl4j;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;

import io.charrnn.model.Alphabet;
import io.charrnn.model.Architecture;
import io.charrnn.model.Cell;
import io.charrnn.model.LanguageModel;
import io.charrnn.model.ParameterLayout;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** ND4J takes seconds and much memory to load: only who computes with it should pay. */
class WithoutNd4jTests {

	@Test
	void archivesAreWrittenAndReadWithoutLoadingNd4j() throws ReflectiveOperationException, IOException {
		try (Isolated classes = new Isolated()) {
			Method method = classes.loadClass(WithoutNd4jTests.class.getName()).getDeclaredMethod("writeAndRead");
			method.setAccessible(true);
			method.invoke(null);
			assertThat(classes.hasLoaded(ModelArchive.class.getName())).isTrue();
			assertThat(classes.hasLoaded("org.nd4j.linalg.factory.Nd4j")).isFalse();
		}
	}

	static void writeAndRead() throws IOException {
		assertThat(new Dl4jEngine().name()).isEqualTo("dl4j");
		for (Cell cell : Cell.values()) {
			Architecture architecture = new Architecture(cell, 2, 3, 2);
			float[] parameters = new float[new ParameterLayout(architecture).length()];
			LanguageModel model = new LanguageModel(architecture, new Alphabet("ab"), parameters);
			ByteArrayOutputStream out = new ByteArrayOutputStream();
			ModelArchive.write(new ArchivedModel(model, null, 0, 0, "{}"), out);
			ModelArchive.read(new ByteArrayInputStream(out.toByteArray()));
		}
	}

	/** The class path once more, shared with nobody. */
	private static final class Isolated extends URLClassLoader {

		private Isolated() {
			super(Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
				.map(Isolated::url)
				.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
		}

		private static URL url(String path) {
			try {
				return new File(path).toURI().toURL();
			}
			catch (MalformedURLException ex) {
				throw new IllegalStateException(ex);
			}
		}

		private boolean hasLoaded(String name) {
			return findLoadedClass(name) != null;
		}

	}

}
