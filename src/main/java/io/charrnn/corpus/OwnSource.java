package io.charrnn.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/** The source of this program, which the build packs beside its classes. */
@Component
class OwnSource implements Sample {

	private static final String PATTERN = "classpath:own-source/**/*.java";

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
		long bytes = 0;
		try {
			for (Resource file : files()) {
				bytes += file.contentLength();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes;
	}

	@Override
	public InputStream open() throws IOException {
		List<InputStream> files = new ArrayList<>();
		for (Resource file : files()) {
			files.add(file.getInputStream());
		}
		return new SequenceInputStream(Collections.enumeration(files));
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
