package io.charrnn.model;

/**
 * Random bits as a pure function of counters, so that nothing random has a state to be
 * saved. The mixing function is SplitMix64's (Steele, Lea and Flood, OOPSLA 2014).
 */
public final class CounterRandom {

	private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

	private CounterRandom() {
	}

	/** 64 random bits for a seed and a counter. */
	public static long mix(long seed, long counter) {
		return mix64(mix64(seed + GOLDEN_GAMMA) + (counter + 1) * GOLDEN_GAMMA);
	}

	/** A number in [0, 1) for a seed and a counter, a multiple of 2^-53. */
	public static double uniform(long seed, long counter) {
		return (mix(seed, counter) >>> 11) * 0x1.0p-53;
	}

	private static long mix64(long value) {
		long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
		mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
		return mixed ^ (mixed >>> 31);
	}

}
