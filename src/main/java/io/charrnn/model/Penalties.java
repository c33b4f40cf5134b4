package io.charrnn.model;

/**
 * What makes characters less likely that a text has already; negative penalties and
 * repetition penalties below 1 make them more likely. All three look at the generated
 * characters alone, not at the prompt, and change logits before the temperature acts.
 *
 * @param repetition what the logit of each character that was generated is divided by if
 * it is positive and multiplied with if it is negative (Keskar et al. 2019, section 4.1,
 * who divide in either case, which makes characters with negative logits more likely);
 * more than 0, 1 changes nothing
 * @param presence what is subtracted from the logit of each character that was generated
 * @param frequency what is subtracted from a character's logit as many times as it was
 * generated
 */
public record Penalties(double repetition, double presence, double frequency) {

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
	}

	/** The logit of a character that was generated so many times, at least once. */
	double apply(double logit, int count) {
		double repeated = (logit > 0) ? logit / this.repetition : logit * this.repetition;
		return repeated - this.presence - this.frequency * count;
	}

}
