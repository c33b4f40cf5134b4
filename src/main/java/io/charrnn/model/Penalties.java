package io.charrnn.model;

/**
 * What makes characters less likely that a text has already; negative penalties and
 * repetition penalties below 1 make them more likely. They look at the generated
 * characters, and at the prompt where {@link SamplingOrder} says so, and change logits
 * before the temperature acts.
 *
 * @param repetition what the logit of each character that was generated is divided by if
 * it is positive and multiplied with if it is negative (Keskar et al. 2019, section 4.1,
 * who divide in either case, which makes characters with negative logits more likely);
 * more than 0, 1 changes nothing
 * @param presence what is subtracted from the logit of each character that was generated
 * @param frequency what is subtracted from a character's logit as many times as it was
 * generated
 * @param window how many of the last characters these three look at, at least 1
 * @param ngramSize n, at least 2: no n characters in a row that were generated are
 * generated again; 0 for any
 */
public record Penalties(double repetition, double presence, double frequency, int window, int ngramSize) {

	/** A window without end. */
	public static final int WHOLE_TEXT = Integer.MAX_VALUE;

	/** Changes nothing. */
	public static final Penalties NONE = new Penalties(1, 0, 0);

	public Penalties {
		if (!(repetition > 0 && repetition < Double.POSITIVE_INFINITY)) {
			throw new IllegalArgumentException("repetition must be a number above 0, but is " + repetition);
		}
		if (!Double.isFinite(presence)) {
			throw new IllegalArgumentException("presence must be a number, but is " + presence);
		}
		if (!Double.isFinite(frequency)) {
			throw new IllegalArgumentException("frequency must be a number, but is " + frequency);
		}
		if (window < 1) {
			throw new IllegalArgumentException("window must be at least 1, but is " + window);
		}
		if (ngramSize < 0 || ngramSize == 1) {
			throw new IllegalArgumentException("ngramSize must be 0 or at least 2, but is " + ngramSize);
		}
	}

	/** Of a whole text, without a bound for n-grams. */
	public Penalties(double repetition, double presence, double frequency) {
		this(repetition, presence, frequency, WHOLE_TEXT, 0);
	}

	/** Whether they change logits. */
	boolean changeLogits() {
		return this.repetition != 1 || this.presence != 0 || this.frequency != 0;
	}

	/**
	 * Changes the logit of a character.
	 * @param repeated whether it is there already
	 * @param count how many times it was generated
	 */
	double apply(double logit, boolean repeated, int count) {
		double changed = logit;
		if (repeated) {
			changed = (logit > 0) ? logit / this.repetition : logit * this.repetition;
		}
		return (count > 0) ? changed - this.presence - this.frequency * count : changed;
	}

}
