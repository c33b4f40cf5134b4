package io.charrnn.process;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class NativeMemoryTests {

	private final @Nullable String tracked = System.getProperty(NativeMemory.TRACKED);

	private final @Nullable String process = System.getProperty(NativeMemory.PROCESS);

	@BeforeEach
	void forget() {
		System.clearProperty(NativeMemory.TRACKED);
		System.clearProperty(NativeMemory.PROCESS);
	}

	@AfterEach
	void restore() {
		restore(NativeMemory.TRACKED, this.tracked);
		restore(NativeMemory.PROCESS, this.process);
	}

	@Test
	void letsTheProcessHaveNineTenthsOfTheMachineWhateverTheHeap() {
		NativeMemory.bound(4_000_000_000L);
		assertThat(System.getProperty(NativeMemory.PROCESS)).isEqualTo("3600000000");
		assertThat(System.getProperty(NativeMemory.TRACKED)).isEqualTo("0");
	}

	@Test
	void keepsWhatTheCommandLineSays() {
		System.setProperty(NativeMemory.PROCESS, "2g");
		NativeMemory.bound(4_000_000_000L);
		assertThat(System.getProperty(NativeMemory.PROCESS)).isEqualTo("2g");
	}

	private static void restore(String property, @Nullable String value) {
		if (value != null) {
			System.setProperty(property, value);
		}
		else {
			System.clearProperty(property);
		}
	}

}
