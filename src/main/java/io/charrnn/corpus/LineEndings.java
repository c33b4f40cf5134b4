package io.charrnn.corpus;

/** What happens to the line ends of an uploaded text. */
enum LineEndings {

	/** All become LF if all are CR LF, or all are CR; a mixture stays. */
	AUTO,

	/** They stay as they are. */
	KEEP,

	/** All become LF. */
	LF;

	/** Whether a text with such line ends is changed. */
	boolean change(LineEnds found) {
		return switch (this) {
			case KEEP -> false;
			case LF -> found.crLf() > 0 || found.cr() > 0;
			case AUTO -> found.lf() == 0 && (found.crLf() > 0) != (found.cr() > 0);
		};
	}

}
