package io.charrnn.corpus;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;

import io.charrnn.problem.MalformedException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ValidUtf8Tests {

	@Test
	void tellsWhereTheFirstBadCharacterBegins() {
		byte[] text = "añ\n😀\nx_y".getBytes(StandardCharsets.UTF_8);
		text[text.length - 2] = (byte) 0xF0;
		assertThatThrownBy(() -> read(text)).isInstanceOf(MalformedException.class)
			.hasMessageStartingWith("The text is not UTF-8: at byte offset 10, in line 3, is an invalid byte.");
	}

	@Test
	void refusesWhatJavaRefusesAndNothingElse() throws IOException {
		Random random = new Random(4);
		int refused = 0;
		for (int round = 0; round < 50_000; round++) {
			byte[] bytes = new byte[1 + random.nextInt(5)];
			for (int i = 0; i < bytes.length; i++) {
				bytes[i] = (byte) ((i == 0) ? 0xC0 + random.nextInt(64) : 0x70 + random.nextInt(0x60));
			}
			boolean valid = isValid(bytes);
			refused += valid ? 0 : 1;
			try {
				read(bytes);
				assertThat(valid).as("%s", ByteBuffer.wrap(bytes)).isTrue();
			}
			catch (MalformedException ex) {
				assertThat(valid).as("%s", ByteBuffer.wrap(bytes)).isFalse();
			}
		}
		assertThat(refused).isBetween(10_000, 49_900);
	}

	private static boolean isValid(byte[] bytes) {
		try {
			StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
			return true;
		}
		catch (CharacterCodingException ex) {
			return false;
		}
	}

	private static void read(byte[] bytes) throws IOException {
		assertThat(new ValidUtf8(new ByteArrayInputStream(bytes)).readAllBytes()).isEqualTo(bytes);
	}

}
