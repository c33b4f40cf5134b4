package io.charrnn.training;

import java.util.UUID;

/** The random part of an id. */
final class RandomHex {

	private RandomHex() {
	}

	/** 32 lower-case hexadecimal digits, 122 bits of them random. */
	static String digits() {
		return UUID.randomUUID().toString().replace("-", "");
	}

}
