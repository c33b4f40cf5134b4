package io.charrnn.corpus;

/**
 * The line ends of a text.
 *
 * @param lf how many are a LF alone
 * @param crLf how many are CR and LF
 * @param cr how many are a CR alone
 */
record LineEnds(long lf, long crLf, long cr) {

	private long sum() {
		return this.lf + this.crLf + this.cr;
	}

	/** Counts them, and lines, in a text that comes in pieces. */
	static final class Counter {

		private static final int NONE = -1;

		private int last = NONE;

		/** Lines that ended with a document. */
		private long unended;

		private long lf;

		private long crLf;

		private long cr;

		void add(int codePoint) {
			if (codePoint == '\n' && this.last == '\r') {
				this.cr--;
				this.crLf++;
			}
			else if (codePoint == '\n') {
				this.lf++;
			}
			else if (codePoint == '\r') {
				this.cr++;
			}
			this.last = codePoint;
		}

		/** A document begins, and a line with it. */
		void begin() {
			this.unended += isWithinLine() ? 1 : 0;
			this.last = NONE;
		}

		private boolean isWithinLine() {
			return this.last != NONE && this.last != '\n' && this.last != '\r';
		}

		LineEnds ends() {
			return new LineEnds(this.lf, this.crLf, this.cr);
		}

		/** The last line need not have an end. */
		long lines() {
			return ends().sum() + this.unended + (isWithinLine() ? 1 : 0);
		}

	}

}
