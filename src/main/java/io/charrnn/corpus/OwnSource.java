package io.charrnn.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;

/** The source of this program, which the build packs beside its classes. */
@Component
class OwnSource implements Sample {

	private static final String PATTERN = "classpath:own-source/**/*.java";

	/** Looking at all files takes a while, and they stay as they are. */
	private final SingletonSupplier<Long> bytes = SingletonSupplier.of(OwnSource::bytes);

	@Override
	public String name() {
		return "own-source";
	}

	@Override
	public String description() {
		return "The Java source of this program";
	}

	@Override
	public long characters() {
		return this.bytes.obtain();
	}

	/** Opens a file when the one before it has been read. */
	@Override
	public InputStream open() throws IOException {
		Iterator<Resource> files = files().iterator();
		return new SequenceInputStream(new Enumeration<>() {

			@Override
			public boolean hasMoreElements() {
				return files.hasNext();
			}

			@Override
			public InputStream nextElement() {
				try {
					return files.next().getInputStream();
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			}

		});
	}

	private static long bytes() {
		try {
			long bytes = 0;
			for (Resource file : files()) {
				bytes += file.contentLength();
			}
			return bytes;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static List<Resource> files() throws IOException {
		return Stream.of(new PathMatchingResourcePatternResolver().getResources(PATTERN))
			.sorted(Comparator.comparing(OwnSource::path))
			.toList();
	}

	private static String path(Resource file) {
		try {
			String url = file.getURL().toString();
			return url.substring(url.lastIndexOf("own-source/"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
