package io.charrnn.inference.serving;

/**
 * A script that knows beforehand what is read. While it is alone in its batch, it is not
 * asked for the next character but for many.
 */
public interface KnownText extends Script {

	/** Characters that are left to be read. */
	int charactersLeft();

	/**
	 * Is told what the model says before the next characters, if it {@link #asks} for
	 * that.
	 * @param logits {@code [V]}: not to be changed, valid until this returns
	 */
	void said(float[] logits);

	/**
	 * Decides what the model reads next. There is nothing that the script asks for.
	 * @param characters receives as many of the characters that are left as fit
	 * @return how many; with none left 0
	 */
	int next(int[] characters);

	/**
	 * Is told what the model says after one of these characters; of each in order.
	 * @param index of the character among them
	 * @param logits {@code [V]}: not to be changed, valid until this returns
	 */
	void said(int index, float[] logits);

}
