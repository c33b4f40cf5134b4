package io.charrnn.corpus;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

import jakarta.servlet.MultipartConfigElement;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

/** Where uploads pass through. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CorpusSettings.class)
class CorpusConfiguration {

	/** What a multipart body has beside the file. */
	private static final DataSize ENVELOPE = DataSize.ofKilobytes(64);

	/** How Tomcat calls the parts of a multipart body that it keeps in files. */
	private static final String PARTS = "upload_*.tmp";

	@Bean
	MultipartConfigElement multipartFilesPassThroughSpool(CorpusSettings settings) throws IOException {
		Path directory = Files.createDirectories(settings.spoolDirectory());
		deletePartsOfEarlierProcess(directory);
		long maxFileSize = settings.maxSize().toBytes();
		return new MultipartConfigElement(directory.toString(), maxFileSize, maxFileSize + ENVELOPE.toBytes(), 0);
	}

	private static void deletePartsOfEarlierProcess(Path directory) throws IOException {
		try (DirectoryStream<Path> parts = Files.newDirectoryStream(directory, PARTS)) {
			for (Path part : parts) {
				Files.deleteIfExists(part);
			}
		}
	}

}
