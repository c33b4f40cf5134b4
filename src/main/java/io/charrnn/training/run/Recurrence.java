package io.charrnn.training.run;

/**
 * When something falls due that a job wants every so many iterations: each time at first,
 * later every second time, then every fourth and so on, so that each doubling of the
 * iterations brings the same number again, however small the interval is.
 *
 * @param every iterations from one time to the next
 * @param often times before every second one is left out
 */
record Recurrence(long every, int often) {

	boolean due(long iteration) {
		long number = iteration / this.every;
		long step = (number <= this.often) ? 1 : 2 * Long.highestOneBit((number - 1) / this.often);
		return iteration > 0 && iteration % this.every == 0 && number % step == 0;
	}

}
