package io.charrnn.corpus;

import java.text.Normalizer;
import java.util.BitSet;

/**
 * The code points before which a text can be cut so that normalizing the two parts
 * separately gives the same as normalizing the whole. In front of the others a
 * composition or a reordering may cross the cut: the first code point of their
 * decomposition either has a combining class other than 0 or is what some code point
 * before it composes with (Unicode Standard Annex 15, section 9). The JDK tells neither,
 * but what its normalizer does shows both.
 */
final class CompositionBoundaries {

	/** The first code point that is not one: COMBINING GRAVE ACCENT. */
	private static final int FIRST_COMBINING = 0x300;

	/** COMBINING TILDE OVERLAY, of combining class 1, the lowest. */
	private static final String LOWEST = "\u0334";

	/** COMBINING GREEK YPOGEGRAMMENI, of combining class 240, the highest. */
	private static final String HIGHEST = "\u0345";

	private CompositionBoundaries() {
	}

	static boolean isBefore(int codePoint) {
		return codePoint < FIRST_COMBINING || !Others.SET.get(codePoint);
	}

	/** Worked out when the first text needs it. */
	private static final class Others {

		static final BitSet SET = find();

		private static BitSet find() {
			BitSet composing = new BitSet(Character.MAX_CODE_POINT + 1);
			for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
				if (isCharacter(codePoint) && isComposed(codePoint)) {
					decomposition(codePoint).codePoints().skip(1).forEach(composing::set);
				}
			}
			BitSet others = new BitSet(Character.MAX_CODE_POINT + 1);
			for (int codePoint = FIRST_COMBINING; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
				if (isCharacter(codePoint)) {
					int first = decomposition(codePoint).codePointAt(0);
					others.set(codePoint, composing.get(first) || isReordered(first));
				}
			}
			return others;
		}

		private static boolean isCharacter(int codePoint) {
			int type = Character.getType(codePoint);
			return type != Character.UNASSIGNED && type != Character.SURROGATE && type != Character.PRIVATE_USE;
		}

		private static boolean isComposed(int codePoint) {
			String text = Character.toString(codePoint);
			return Normalizer.isNormalized(text, Normalizer.Form.NFC)
					&& !Normalizer.isNormalized(text, Normalizer.Form.NFD);
		}

		/**
		 * Whether its combining class is not 0: those of different classes are sorted.
		 */
		private static boolean isReordered(int codePoint) {
			String text = Character.toString(codePoint);
			return !Normalizer.isNormalized(HIGHEST + text, Normalizer.Form.NFD)
					|| !Normalizer.isNormalized(text + LOWEST, Normalizer.Form.NFD);
		}

		private static String decomposition(int codePoint) {
			return Normalizer.normalize(Character.toString(codePoint), Normalizer.Form.NFD);
		}

	}

}
