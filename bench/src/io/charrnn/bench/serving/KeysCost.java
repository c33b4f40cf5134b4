package io.charrnn.bench.serving;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;

/**
 * Predictions of a service that needs keys beside those of one that does not, in turn, as
 * wrk sees them over 64 connections.
 */
final class KeysCost {

	private static final int ROUNDS = 5;

	/** Times as long as a round. */
	private static final int WARM_UP = 6;

	void print(double seconds) throws IOException, InterruptedException {
		try (Service open = Service.start(); Service keys = Service.start("--charrnn.access.keys=required",
				"--charrnn.access.admin-key=" + Service.KEY)) {
			Network network = new Network(128);
			String model = open.publish(network);
			keys.publish(network);
			keys.storeKey();
			double[] without = new double[ROUNDS];
			double[] with = new double[ROUNDS];
			ServingBench.predictions(open, model, WARM_UP * seconds);
			ServingBench.predictions(keys, model, WARM_UP * seconds);
			for (int round = 0; round < ROUNDS; round++) {
				without[round] = ServingBench.predictions(open, model, seconds)[0];
				with[round] = ServingBench.predictions(keys, model, seconds)[0];
			}
			System.out.printf(Locale.ROOT,
					"%nPredictions a second, H128, 64 connections, medians of %d rounds of %.0f s in turn: %,.0f without keys, "
							+ "%,.0f with keys%n",
					ROUNDS, seconds, median(without), median(with));
			System.out.printf("%n| what | reached | target | |%n| --- | ---: | ---: | --- |%n");
			ServingBench.least("H128, predictions a second with keys", median(with), 6000);
			ServingBench.least("H128, predictions with keys, % of those without", 100 * median(with) / median(without), 90);
		}
	}

	private static double median(double[] values) {
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		return sorted[ROUNDS / 2];
	}

}
