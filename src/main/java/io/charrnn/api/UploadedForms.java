package io.charrnn.api;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import io.charrnn.process.PrivateFiles;
import jakarta.servlet.MultipartConfigElement;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

/**
 * How large the files in forms may be, and where they pass through: texts and archives,
 * each of which has a bound of its own beside this.
 */
@Configuration(proxyBeanMethods = false)
class UploadedForms {

	/** What a multipart body has beside the files, up to a thousand. */
	private static final DataSize ENVELOPE = DataSize.ofMegabytes(1);

	/** How Tomcat calls the parts of a multipart body that it keeps in files. */
	private static final String PARTS = "upload_*.tmp";

	/** Another process that uses the directory may be writing parts that are younger. */
	private static final Duration LEFT_BEHIND = Duration.ofHours(1);

	@Bean
	MultipartConfigElement filesPassThroughSpool(@Value("${charrnn.corpus.max-size}") DataSize text,
			@Value("${charrnn.registry.max-archive-size}") DataSize archive,
			@Value("${charrnn.corpus.spool-directory}") Path spool, Clock clock) throws IOException {
		Path directory = PrivateFiles.createDirectories(spool.toAbsolutePath().normalize());
		deleteParts(directory, clock.instant().minus(LEFT_BEHIND));
		long most = Math.max(text.toBytes(), archive.toBytes());
		return new MultipartConfigElement(directory.toString(), most, most + ENVELOPE.toBytes(), 0);
	}

	/** Deletes the parts that an earlier process left. */
	private static void deleteParts(Path directory, Instant before) throws IOException {
		try (DirectoryStream<Path> parts = Files.newDirectoryStream(directory, PARTS)) {
			for (Path part : parts) {
				if (Files.getLastModifiedTime(part).toInstant().isBefore(before)) {
					Files.deleteIfExists(part);
				}
			}
		}
	}

}
