package io.charrnn.model;

import java.util.Arrays;
import java.util.Locale;

/**
 * Which of the streams of a batch one member of a cluster learns from. What depends on a
 * stream's place among all of them, such as dropout masks, is the same for a member as it
 * would be for one that learns from all.
 *
 * @param firstStream the first of its streams
 * @param allStreams B, streams of all members
 */
public record Share(int firstStream, int streams, int allStreams) {

	public Share {
		if (firstStream < 0 || streams < 1 || firstStream + streams > allStreams) {
			throw new IllegalArgumentException(String.format(Locale.ROOT, "no streams %d to %d of %d", firstStream,
					firstStream + streams, allStreams));
		}
	}

	/** Everything. */
	public static Share all(int streams) {
		return new Share(0, streams, streams);
	}

	/**
	 * One of several that differ by at most one stream.
	 * @param member whose, from 0
	 * @param members how many there are
	 * @param allStreams B, at least as many
	 */
	public static Share of(int member, int members, int allStreams) {
		int first = part(member, members, allStreams);
		return new Share(first, part(member + 1, members, allStreams) - first, allStreams);
	}

	private static int part(int member, int members, int allStreams) {
		return (int) ((long) allStreams * member / members);
	}

	/** The part of all streams that these are. */
	public double fraction() {
		return (double) this.streams / this.allStreams;
	}

	/**
	 * Takes these streams' hidden states out of those of all.
	 * @param all {@code [layers x stateVectors][allStreams x H]}
	 * @return {@code [layers x stateVectors][streams x H]}
	 */
	public float[][] select(float[][] all) {
		return Arrays.stream(all).map((vector) -> {
			int size = vector.length / this.allStreams;
			return Arrays.copyOfRange(vector, this.firstStream * size, (this.firstStream + this.streams) * size);
		}).toArray(float[][]::new);
	}

	/**
	 * Puts these streams' hidden states to those of all.
	 * @param selected {@code [layers x stateVectors][streams x H]}
	 * @param all {@code [layers x stateVectors][allStreams x H]}, which receives them
	 */
	public void put(float[][] selected, float[][] all) {
		for (int vector = 0; vector < all.length; vector++) {
			int size = all[vector].length / this.allStreams;
			System.arraycopy(selected[vector], 0, all[vector], this.firstStream * size, this.streams * size);
		}
	}

}
