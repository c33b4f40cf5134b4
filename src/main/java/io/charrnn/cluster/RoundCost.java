package io.charrnn.cluster;

/**
 * How long a round on Spark takes beside learning: a model of the processor time that
 * {@code bench/cluster rounds} measures, of the driver and the executors together, less
 * that of the same round in one process. Spark's part of a round, of each member, and of
 * each byte that goes to an executor or comes back.
 *
 * @param round seconds of a round
 * @param member seconds of each member
 * @param common seconds of a byte of the common state
 * @param result seconds of a byte of a member's result
 */
public record RoundCost(double round, double member, double common, double result) {

	/** One to eight members on two executors. */
	static final RoundCost MEASURED = new RoundCost(0.03, 0.01, 2e-9, 2e-9);

	/** Of a network of 10 Gbit/s. */
	private static final double BYTES_PER_SECOND = 1.25e9;

	/** A broadcast passes through an executor's network on its way in and out. */
	private static final int BROADCAST = 2;

	/**
	 * Seconds of a round.
	 * @param members P
	 * @param bytes of the common state
	 * @param network whether they pass a network, of 10 Gbit/s
	 */
	public double seconds(int members, double bytes, boolean network) {
		double here = this.round + members * this.member + bytes * (this.common + members * this.result);
		return network ? here + bytes * (BROADCAST + members) / BYTES_PER_SECOND : here;
	}

}
