package io.charrnn.inference.inspection;

/** Something about a place in a text that a unit may track. */
enum Property {

	/** 1 from an opening quotation mark (U+0022) to before its closing one, else 0. */
	INSIDE_QUOTES {

		@Override
		double after(double before, int character) {
			return (character == '"') ? 1 - before : before;
		}

	},

	/** Characters since the last line break. */
	LINE_POSITION {

		@Override
		double after(double before, int character) {
			return (character == '\n') ? 0 : before + 1;
		}

	},

	/** Brackets of any kind that are open. */
	BRACKET_DEPTH {

		@Override
		double after(double before, int character) {
			return switch (character) {
				case '(', '[', '{' -> before + 1;
				case ')', ']', '}' -> Math.max(0, before - 1);
				default -> before;
			};
		}

	},

	/** 1 at a capital letter, else 0. */
	UPPER_CASE {

		@Override
		double after(double before, int character) {
			return Character.isUpperCase(character) ? 1 : 0;
		}

	};

	/**
	 * The value at a character.
	 * @param before the value at the character before, 0 for the first
	 * @param character a code point
	 */
	abstract double after(double before, int character);

}
