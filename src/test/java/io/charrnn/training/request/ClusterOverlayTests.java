package io.charrnn.training.request;

import io.charrnn.model.Hyperparameters;
import io.charrnn.model.InvalidHyperparameterException;
import io.charrnn.model.OptimizationOptions;
import io.charrnn.model.Optimizer;
import io.charrnn.model.TrainingEngine;
import io.charrnn.model.round.Cluster;
import io.charrnn.model.round.OuterStep;
import io.charrnn.model.train.FusedEngine;
import io.charrnn.problem.MalformedException;
import io.charrnn.training.FakeEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ClusterOverlayTests {

	private static final Hyperparameters SMALL = small();

	private final TrainingEngine fused = new FusedEngine(2);

	@Test
	void leavesOutWhatSuitsMost() {
		assertThat(read("{\"workers\": 4}")).isEqualTo(new Cluster(4, 10, 1, new OuterStep(1, 0.5)));
		assertThat(read("{\"workers\": 4, \"outer\": {\"momentum\": 0}}").outer()).isEqualTo(new OuterStep(1, 0));
		assertThat(
				read("{\"workers\": 2, \"localIterations\": 7, \"threadsPerWorker\": 3, \"outer\": {\"rate\": 0.7}}"))
			.isEqualTo(new Cluster(2, 7, 3, new OuterStep(0.7, 0.5)));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{}                                         | cluster.workers must be given
			{"workers": "4"}                           | cluster.workers must be a whole number
			{"workers": 4, "nodes": 2}                 | no cluster parameter 'nodes'
			{"workers": 4, "outer": 1}                 | must be an object
			{"workers": 4, "outer": {"decay": 1}}      | no cluster.outer parameter 'decay'
			[]                                         | must be an object""")
	void refusesWhatIsNoCluster(String json, String detail) {
		assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> read(json)).withMessageContaining(detail);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{"workers": 0}                             | cluster.workers
			{"workers": 4, "localIterations": 10001}   | cluster.localIterations
			{"workers": 4, "threadsPerWorker": 0}      | cluster.threadsPerWorker
			{"workers": 4, "outer": {"rate": 0}}       | cluster.outer.rate
			{"workers": 4, "outer": {"rate": 2.1}}     | cluster.outer.rate
			{"workers": 4, "outer": {"momentum": 1}}   | cluster.outer.momentum""")
	void refusesWhatIsOutOfBounds(String json, String field) {
		assertThatExceptionOfType(InvalidHyperparameterException.class).isThrownBy(() -> read(json))
			.satisfies((ex) -> assertThat(ex.field()).isEqualTo(field));
	}

	@Test
	void aWorkerNeedsSixStreams() {
		ClusterOverlay.check(read("{\"workers\": 8}"), this.fused, SMALL);
		assertThatExceptionOfType(InvalidHyperparameterException.class)
			.isThrownBy(() -> ClusterOverlay.check(read("{\"workers\": 9}"), this.fused, SMALL))
			.withMessageContaining("cluster.workers must be at most 8 with a batchSize of 50");
		Hyperparameters narrow = SMALL.with(new OptimizationOptions(1, 8, Optimizer.ADAM, 0.1,
				SMALL.optimization().schedule(), null, 0, 0, SMALL.optimization().precision(), 1));
		ClusterOverlay.check(read("{\"workers\": 1}"), this.fused, narrow);
	}

	@Test
	void aWorkerHasNoMoreThreadsThanStreams() {
		assertThatExceptionOfType(InvalidHyperparameterException.class)
			.isThrownBy(
					() -> ClusterOverlay.check(read("{\"workers\": 8, \"threadsPerWorker\": 7}"), this.fused, SMALL))
			.withMessageContaining("cluster.threadsPerWorker must be at most 6");
	}

	@Test
	void aWorkerHasNoMoreThreadsThanAnExecutorHasCores() {
		ClusterOverlay.checkThreads(read("{\"workers\": 8, \"threadsPerWorker\": 2}"), 2);
		assertThatExceptionOfType(InvalidHyperparameterException.class)
			.isThrownBy(() -> ClusterOverlay.checkThreads(read("{\"workers\": 8, \"threadsPerWorker\": 3}"), 2))
			.withMessageContaining("cluster.threadsPerWorker must be at most 2, the cores of each executor");
	}

	@Test
	void basesOfEigenvectorsHaveNoMean() {
		Hyperparameters soap = SMALL.with(SMALL.optimization().withOptimizer(Optimizer.SOAP));
		ClusterOverlay.check(read("{\"workers\": 1}"), this.fused, soap);
		assertThatExceptionOfType(InvalidHyperparameterException.class)
			.isThrownBy(() -> ClusterOverlay.check(read("{\"workers\": 2}"), this.fused, soap))
			.withMessageContaining("optimizer must be adam");
	}

	@Test
	void otherEnginesLearnFromAllStreamsAtOnce() {
		assertThatExceptionOfType(InvalidHyperparameterException.class)
			.isThrownBy(() -> ClusterOverlay.check(read("{\"workers\": 1}"), new FakeEngine(), SMALL))
			.withMessageContaining("engine must be fused for a job with a cluster");
	}

	private static Cluster read(String json) {
		return ClusterOverlay.of(new JsonMapper().readTree(json));
	}

	private static Hyperparameters small() {
		Hyperparameters small = Preset.SMALL.hyperparameters();
		return small.with(small.optimization().withOptimizer(Optimizer.ADAM));
	}

}
