package io.charrnn.spark;

import java.util.function.UnaryOperator;

import io.charrnn.cluster.protocol.MemberReport;
import io.charrnn.cluster.protocol.RoundBytes;
import io.charrnn.cluster.protocol.RunDescription;
import io.charrnn.model.Precision;
import io.charrnn.model.Streams;
import io.charrnn.model.TrainingState;
import io.charrnn.model.product.NativeLibrary;
import io.charrnn.model.round.Member;
import io.charrnn.model.round.MemberRound;
import io.charrnn.model.train.FusedEngine;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;

/**
 * One member's round, wherever Spark runs it: a function of the text, the common state
 * and the member's hidden states. It leaves nothing behind but the text.
 */
final class MemberTask implements Function<byte[], Long> {

	private static final long serialVersionUID = 1;

	private final byte[] run;

	private final String textFile;

	private final Broadcast<CommonState> common;

	private final double[] learningRates;

	/**
	 * Describes a round.
	 * @param run the {@link RunDescription}
	 * @param textFile what Spark calls the file with the text
	 * @param common the state that all begin with
	 * @param learningRates of the round's iterations
	 */
	MemberTask(byte[] run, String textFile, Broadcast<CommonState> common, double[] learningRates) {
		this.run = run;
		this.textFile = textFile;
		this.common = common;
		this.learningRates = learningRates;
	}

	/**
	 * Computes the member whose number is that of the partition.
	 * @return the task that has put its {@link ResultBlock}
	 */
	@Override
	public Long call(byte[] hidden) {
		TaskContext task = TaskContext.get();
		ResultBlock.begin(this.common.id());
		RunDescription description = RoundBytes.run(this.run);
		Member member = new Member(task.partitionId(), description.cluster(), description.architecture(),
				description.hyperparameters());
		Streams streams = ExecutorText.streams(this.textFile, description);
		TrainingState state = this.common.value().state();
		TrainingState begin = new TrainingState(state.iteration(), state.parameters(), state.average(),
				state.updaterState(), RoundBytes.hidden(hidden));
		FusedEngine engine = new FusedEngine(description.cluster().threadsPerWorker());
		long begun = System.nanoTime();
		MemberRound round = member
			.learn(engine, UnaryOperator.identity(), streams, begin, this.learningRates, () -> !task.isInterrupted())
			.orElseThrow(TaskKilledException::new);
		String host = SparkEnv.get().blockManager().blockManagerId().host();
		Precision precision = description.hyperparameters().optimization().precision();
		ResultBlock.put(task.taskAttemptId(),
				new MemberReport(host, NativeLibrary.arithmetic(precision), System.nanoTime() - begun, round));
		return task.taskAttemptId();
	}

}
