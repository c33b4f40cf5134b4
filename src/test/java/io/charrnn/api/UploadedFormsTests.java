package io.charrnn.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

import jakarta.servlet.MultipartConfigElement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

class UploadedFormsTests {

	private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

	@TempDir
	private Path spool;

	@Test
	void deletesWhatAnEarlierProcessLeftAndNothingThatAnotherMayBeWriting() throws IOException {
		Path left = part("upload_1.tmp", Duration.ofHours(2));
		Path written = part("upload_2.tmp", Duration.ofMinutes(30));
		Path other = part("notes.txt", Duration.ofHours(2));
		forms(DataSize.ofBytes(1), DataSize.ofBytes(1));
		assertThat(left).doesNotExist();
		assertThat(written).exists();
		assertThat(other).exists();
	}

	@Test
	void takesTheLargerOfTextsAndArchives() throws IOException {
		assertThat(forms(DataSize.ofMegabytes(10), DataSize.ofMegabytes(512)).getMaxFileSize())
			.isEqualTo(DataSize.ofMegabytes(512).toBytes());
		assertThat(forms(DataSize.ofMegabytes(512), DataSize.ofMegabytes(10)).getMaxFileSize())
			.isEqualTo(DataSize.ofMegabytes(512).toBytes());
	}

	private MultipartConfigElement forms(DataSize text, DataSize archive) throws IOException {
		return new UploadedForms().filesPassThroughSpool(text, archive, this.spool, Clock.fixed(NOW, ZoneOffset.UTC));
	}

	private Path part(String name, Duration age) throws IOException {
		Path file = Files.createFile(this.spool.resolve(name));
		Files.setLastModifiedTime(file, FileTime.from(NOW.minus(age)));
		return file;
	}

}
