package io.charrnn.access;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.mock;

@ExtendWith(OutputCaptureExtension.class)
class FirstKeyTests {

	private static final Secret SECRET = Secret.random();

	@TempDir
	private Path folder;

	@Test
	void standsInAFileThatItsOwnerAloneCanRead(CapturedOutput output) throws IOException {
		Path file = this.folder.resolve("first-key");
		Files.writeString(file, "of an earlier database");
		make(AccessSettings.FirstKeyPlace.FILE);
		assertThat(file).hasContent(SECRET.value());
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
		assertThat(output).contains(file.toString()).doesNotContain(SECRET.value());
	}

	@Test
	void standsInTheLogByASetting(CapturedOutput output) throws IOException {
		make(AccessSettings.FirstKeyPlace.LOG);
		assertThat(output).contains(SECRET.value());
		assertThat(this.folder).isEmptyDirectory();
	}

	private void make(AccessSettings.FirstKeyPlace place) throws IOException {
		ApiKeys keys = mock(ApiKeys.class);
		willAnswer((call) -> {
			call.<Consumer<Secret>>getArgument(0).accept(SECRET);
			return null;
		}).given(keys).createFirst(any());
		AccessSettings settings = new AccessSettings(AccessSettings.Keys.REQUIRED, null, 1, 1, 0, 1, null, place, false,
				List.of(), List.of());
		new FirstKey(settings, new TokenSettings(List.<URI>of(), null, "char-rnn-server", "", "", null, null, null),
				InetAddress.getLoopbackAddress(), this.folder, keys)
			.afterSingletonsInstantiated();
	}

}
