package io.charrnn.training.run;

/**
 * When something falls due that a job wants every so many iterations: each time at first,
 * later every second time, then every fourth and so on, so that each doubling of the
 * iterations brings the same number again, however small the interval is.
 *
 * Where a job goes on by rounds, it falls due at the end of the round that it is in.
 *
 * @param every iterations from one time to the next
 * @param often times before every second one is left out
 * @param round iterations of a round
 */
record Recurrence(long every, int often, int round) {

	boolean due(long iteration) {
		if (iteration == 0) {
			return false;
		}
		long before = (iteration - 1) / this.round * this.round / this.every;
		long number = iteration / this.every;
		long step = (number <= this.often) ? 1 : 2 * Long.highestOneBit((number - 1) / this.often);
		return number / step * step > before;
	}

}
