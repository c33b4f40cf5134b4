package io.charrnn.inference.serving;

/**
 * A script whose next characters, or all of them, are known in advance, so that they can
 * be read in one block.
 */
public interface KnownText extends Script {

	/**
	 * Characters that are left of what is known. As long as there are any,
	 * {@link Script#next} is not called.
	 */
	int known();

	/**
	 * Gives known characters.
	 * @param characters receives them
	 * @param from where the first goes
	 * @param count how many, no more than there are
	 */
	void take(int[] characters, int from, int count);

	/** Whether it wants to be told what the model says after known characters. */
	boolean listens();

	/**
	 * Is told what the model says before the next character that is known, if it
	 * {@link #asks}, or after the next of those that it gave, if it {@link #listens}.
	 * @param logits {@code [V]}: not to be changed, valid until this returns
	 */
	void said(float[] logits);

}
