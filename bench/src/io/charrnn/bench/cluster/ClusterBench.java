package io.charrnn.bench.cluster;

import java.util.Arrays;
import java.util.List;

import io.charrnn.cluster.LargeText;
import io.charrnn.cluster.RoundTimes;

/** Measures what training in rounds costs and brings. */
final class ClusterBench {

	private static final String USAGE = """
			bench/cluster losses FILE [OPTION VALUE]...   losses of an LSTM 2 x 128 on a text, members in this process
			bench/cluster rounds [OPTION VALUE]...        what rounds take on Spark beside learning, the model of it, its table, the targets
			bench/cluster text [OPTION VALUE]...          how long a large text takes to the first iteration on Spark

			The last two need target/spark-home and target/spark/jars: ./mvnw -f src/ci/spark package; ./mvnw -Pspark package

			""";

	private ClusterBench() {
	}

	public static void main(String[] arguments) throws Exception {
		List<String> rest = Arrays.asList(arguments).subList(Math.min(1, arguments.length), arguments.length);
		switch ((arguments.length > 0) ? arguments[0] : "") {
			case "losses" -> Losses.run(rest);
			case "rounds" -> RoundTimes.run(rest);
			case "text" -> LargeText.run(rest);
			default -> {
				System.out.print(USAGE + Losses.USAGE + RoundTimes.USAGE + LargeText.USAGE);
				System.exit((arguments.length == 1 && arguments[0].equals("--help")) ? 0 : 2);
			}
		}
	}

}
