package io.charrnn.cluster;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

import io.charrnn.model.round.Cluster;
import io.charrnn.model.round.OuterStep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class SparkCoresTests {

	private static final String ANY = "2147483647";

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			local                    |                                              | 1   | 1
			local[3]                 |                                              | 1   | 3
			local[4, 2]              |                                              | 1   | 4
			local-cluster[2,3,1024]  |                                              | 2   | 3
			spark://a:7077           |                                              | ANY | ANY
			spark://a:7077           | spark.cores.max=16                           | 1   | 16
			spark://a:7077           | spark.cores.max=16 spark.executor.cores=4    | 4   | 4
			spark://a:7077           | spark.cores.max=2 spark.executor.cores=4     | 1   | 2
			spark://a:7077           | spark.executor.cores=4                       | ANY | 4
			yarn                     |                                              | 2   | 1
			k8s://https://a          | spark.executor.instances=8 spark.executor.cores=4 | 8 | 4
			yarn                     | spark.executor.cores=four                    | 2   | 1
			other                    |                                              | ANY | ANY""")
	void areThoseOfTheSettings(String master, String conf, String executors, String each) {
		Map<String, String> settings = (conf == null) ? Map.of()
				: Arrays.stream(conf.split(" "))
					.map((setting) -> setting.split("="))
					.collect(Collectors.toMap((setting) -> setting[0], (setting) -> setting[1]));
		assertThat(SparkCores.of(master, settings)).isEqualTo(new SparkCores(
				Integer.parseInt(executors.replace("ANY", ANY)), Integer.parseInt(each.replace("ANY", ANY))));
	}

	@Test
	void ofAllProcessorsAreThoseOfThisMachine() {
		assertThat(SparkCores.of("local[*]", Map.of()))
			.isEqualTo(new SparkCores(1, Runtime.getRuntime().availableProcessors()));
	}

	@Test
	void runAsManyWorkersAtTheSameTimeAsHaveAllTheirThreads() {
		assertThat(new SparkCores(2, 3).atOnce(cluster(8, 2))).isEqualTo(2);
		assertThat(new SparkCores(2, 3).atOnce(cluster(8, 1))).isEqualTo(6);
		assertThat(new SparkCores(2, 3).atOnce(cluster(4, 1))).isEqualTo(4);
		assertThat(new SparkCores(Integer.MAX_VALUE, Integer.MAX_VALUE).atOnce(cluster(8, 1))).isEqualTo(8);
		assertThat(new SparkCores(2, 1).atOnce(cluster(8, 2))).isOne();
	}

	private static Cluster cluster(int workers, int threads) {
		return new Cluster(workers, 10, threads, new OuterStep(1, 0.5));
	}

}
