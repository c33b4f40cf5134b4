package io.charrnn.model;

/**
 * The dropout masks of a training run as a pure function of seed, iteration, place and
 * index, so that a resumed run draws what an uninterrupted one would have drawn, and
 * every engine draws the same.
 * <p>
 * A mask multiplies the output of one recurrent layer, on its way to the layer above or
 * to the output layer, over {@code [T][B][H]}. Value i of that array takes the 16-bit
 * lane {@code i % 4}, counted from the lowest, of the word {@code i / 4}. Word w is
 * {@code CounterRandom.mix(key, w)} with
 * {@code key = CounterRandom.mix(~seed, iteration * MAX_LAYERS + layer)}. A lane below
 * {@code round(65536 x dropout)} drops its value; the others are scaled up so that the
 * mean stays (inverted dropout, Srivastava et al. 2014).
 */
public final class DropoutMask {

	private static final int LANES = 1 << 16;

	private final long seed;

	private final int threshold;

	private final float scale;

	/**
	 * The masks of one training run.
	 * @param seed the run's seed
	 * @param dropout probability that a value is zeroed, [0, 1), used as the nearest
	 * multiple of 2^-16
	 */
	public DropoutMask(long seed, double dropout) {
		this.seed = seed;
		this.threshold = Math.min((int) Math.round(dropout * LANES), LANES - 1);
		this.scale = (float) LANES / (LANES - this.threshold);
	}

	/** Whether any value is dropped. */
	public boolean drops() {
		return this.threshold > 0;
	}

	/** What every kept value is multiplied with. */
	public float scale() {
		return this.scale;
	}

	/**
	 * Writes a part of a mask: 0 where the value is dropped, else {@link #scale()}.
	 * @param iteration updates done so far
	 * @param layer the recurrent layer whose output is masked, from 0
	 * @param from index in {@code [T][B][H]} of the part's first value
	 * @param mask receives the part
	 */
	public void fill(long iteration, int layer, long from, float[] mask) {
		long key = CounterRandom.mix(~this.seed, iteration * Architecture.MAX_LAYERS + layer);
		long word = CounterRandom.mix(key, from >>> 2);
		for (int place = 0; place < mask.length; place++) {
			long index = from + place;
			int lane = (int) (index & 3);
			if (lane == 0) {
				word = CounterRandom.mix(key, index >>> 2);
			}
			mask[place] = ((int) (word >>> (16 * lane)) & 0xFFFF) < this.threshold ? 0 : this.scale;
		}
	}

}
