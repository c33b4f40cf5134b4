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
import org.springframework.util.function.SingletonSupplier;

/** Files of this project, joined, which the build packs beside its classes. */
class PackedFiles implements Sample {

	private final String name;

	private final String description;

	private final String ending;

	/** Looking at all files takes a while, and they stay as they are. */
	private final SingletonSupplier<Long> bytes = SingletonSupplier.of(this::bytes);

	/**
	 * Describes the sample.
	 * @param name its name, and that of the folder on the class path
	 * @param ending how the names of the files end, for example {@code .java}
	 */
	PackedFiles(String name, String description, String ending) {
		this.name = name;
		this.description = description;
		this.ending = ending;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public String description() {
		return this.description;
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

	private long bytes() {
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

	private List<Resource> files() throws IOException {
		String pattern = "classpath:" + this.name + "/**/*" + this.ending;
		return Stream.of(new PathMatchingResourcePatternResolver().getResources(pattern))
			.sorted(Comparator.comparing(this::path))
			.toList();
	}

	private String path(Resource file) {
		try {
			String url = file.getURL().toString();
			return url.substring(url.lastIndexOf(this.name + "/"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
