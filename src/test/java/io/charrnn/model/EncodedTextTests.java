package io.charrnn.model;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class EncodedTextTests {

	private final EncodedText text = new EncodedText(new char[] { 0, 1, 2, 65_535, 1, 2 });

	@Test
	void slicesOfSlicesCountFromTheirOwnStart() {
		EncodedText slice = this.text.slice(1, 6).slice(2, 4);
		assertThat(slice.length()).isEqualTo(2);
		assertThat(slice.at(0)).isEqualTo(65_535);
		assertThat(slice.at(1)).isEqualTo(1);
		assertThat(this.text.slice(6, 6).length()).isZero();
	}

	@Test
	void equalsATextOfTheSameCharacters() {
		assertThat(this.text.slice(1, 3)).isEqualTo(this.text.slice(4, 6)).hasSameHashCodeAs(this.text.slice(4, 6));
		assertThat(this.text.slice(1, 3)).isNotEqualTo(this.text.slice(1, 4)).isNotEqualTo(this.text.slice(0, 2));
	}

	@Test
	void rejectsASliceBeyondItsEnds() {
		EncodedText slice = this.text.slice(1, 3);
		assertOutOfBounds(() -> slice.slice(0, 3));
		assertOutOfBounds(() -> slice.slice(-1, 1));
		assertOutOfBounds(() -> slice.slice(2, 1));
	}

	private static void assertOutOfBounds(ThrowingCallable slicing) {
		assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(slicing);
	}

}
