package io.charrnn.cluster;

/**
 * How long a round on Spark takes beside learning: a model of the processor time that
 * {@code bench/cluster rounds} measures, of the driver and the executors together, less
 * that of the same round in one process. Spark's part of a round, of each member, and of
 * each byte that goes to an executor or comes back.
 *
 * @param round seconds of a round
 * @param member seconds of each member
 * @param bytes seconds of each byte of the state, once for the executors and once for
 * each member's result
 */
public record RoundCost(double round, double member, double bytes) {

	/**
	 * Fitted to one to eight members with 1 and with 22 MB of parameters, on two
	 * executors of an otherwise idle machine with slow cores.
	 */
	static final RoundCost MEASURED = new RoundCost(0.2432, 0.0562, 8.51e-9);

	/** Of a network of 10 Gbit/s. */
	private static final double BYTES_PER_SECOND = 1.25e9;

	/** A broadcast passes through an executor's network on its way in and out. */
	private static final int BROADCAST = 2;

	/**
	 * Seconds of a round.
	 * @param members P
	 * @param state bytes of what a member begins and ends with
	 * @param network whether they pass a network, of 10 Gbit/s
	 */
	public double seconds(int members, double state, boolean network) {
		double here = this.round + members * this.member + state * (1 + members) * this.bytes;
		return network ? here + state * (BROADCAST + members) / BYTES_PER_SECOND : here;
	}

}
