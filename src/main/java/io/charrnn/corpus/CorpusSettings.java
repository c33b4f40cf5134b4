package io.charrnn.corpus;

import java.nio.file.Path;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;
import org.springframework.util.unit.DataSize;

/**
 * Settings of corpora.
 *
 * @param maxSize maximum size of an uploaded text, up to 2047MB
 * @param spoolDirectory where uploads are kept until they are complete and validated
 * @param maxCorpora maximum number of corpora; beyond it, 409
 */
@ConfigurationProperties("charrnn.corpus")
record CorpusSettings(DataSize maxSize, Path spoolDirectory, @DefaultValue("10000") int maxCorpora) {

	/** Texts are trained from an array, which has at most 2^31 - 1 places. */
	private static final DataSize MOST = DataSize.ofMegabytes(2047);

	CorpusSettings {
		if (maxSize.toBytes() < 1 || maxSize.compareTo(MOST) > 0) {
			throw new IllegalArgumentException(
					"charrnn.corpus.max-size must be from 1B to 2047MB, but is " + maxSize.toBytes() + "B");
		}
		Assert.isTrue(maxCorpora > 0, "charrnn.corpus.max-corpora must be at least 1");
		spoolDirectory = spoolDirectory.toAbsolutePath().normalize();
	}

}
