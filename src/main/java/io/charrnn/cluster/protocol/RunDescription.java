package io.charrnn.cluster.protocol;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import io.charrnn.model.Alphabet;
import io.charrnn.model.Architecture;
import io.charrnn.model.Cell;
import io.charrnn.model.GradientClip;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.NetworkOptions;
import io.charrnn.model.Normalization;
import io.charrnn.model.OptimizationOptions;
import io.charrnn.model.Optimizer;
import io.charrnn.model.Precision;
import io.charrnn.model.RunOptions;
import io.charrnn.model.ValidationSplit;
import io.charrnn.model.round.Cluster;
import io.charrnn.model.round.OuterStep;

/**
 * What members need to know about a run in addition to its text and state.
 *
 * @param cluster how it is split
 * @param alphabet of the text
 * @param hyperparameters how it is trained; limits, learning rates and validation are the
 * service's business and are not told
 * @param characters N of the training part
 */
public record RunDescription(Cluster cluster, Alphabet alphabet, Hyperparameters hyperparameters, int characters) {

	/** The service's business. */
	private static final RunOptions UNTOLD = new RunOptions(null, 1L, null, 0, ValidationSplit.END, 1, 1, null);

	/** The network. */
	public Architecture architecture() {
		return this.hyperparameters.network().architecture(this.alphabet.size());
	}

	/** Bytes of the index of a character. */
	public int bytesPerCharacter() {
		return (this.alphabet.size() <= 256) ? 1 : 2;
	}

	void write(DataOutputStream out) throws IOException {
		out.writeInt(this.cluster.workers());
		out.writeInt(this.cluster.localIterations());
		out.writeInt(this.cluster.threadsPerWorker());
		out.writeDouble(this.cluster.outer().rate());
		out.writeDouble(this.cluster.outer().momentum());
		Values.write(out, this.alphabet.toString());
		out.writeInt(this.alphabet.marks().size());
		for (Alphabet.Mark mark : this.alphabet.marks()) {
			out.writeInt(mark.index());
			String label = mark.label();
			out.writeBoolean(label != null);
			if (label != null) {
				Values.write(out, label);
			}
		}
		out.writeInt(this.characters);
		write(this.hyperparameters.network(), out);
		write(this.hyperparameters.optimization(), out);
	}

	private static void write(NetworkOptions network, DataOutputStream out) throws IOException {
		out.writeUTF(network.cell().name());
		out.writeInt(network.layers());
		out.writeInt(network.hiddenSize());
		out.writeUTF(network.normalization().name());
		out.writeDouble(network.dropout());
	}

	private static NetworkOptions network(DataInputStream in) throws IOException {
		return new NetworkOptions(Cell.valueOf(in.readUTF()), in.readInt(), in.readInt(),
				Normalization.valueOf(in.readUTF()), in.readDouble());
	}

	private static void write(OptimizationOptions optimization, DataOutputStream out) throws IOException {
		out.writeInt(optimization.batchSize());
		out.writeInt(optimization.sequenceLength());
		out.writeUTF(optimization.optimizer().name());
		GradientClip clip = optimization.gradientClip();
		out.writeBoolean(clip != null);
		if (clip != null) {
			out.writeUTF(clip.type().name());
			out.writeDouble(clip.threshold());
		}
		out.writeDouble(optimization.weightDecay());
		out.writeDouble(optimization.averaging());
		out.writeUTF(optimization.precision().name());
		out.writeLong(optimization.seed());
	}

	private static OptimizationOptions optimization(DataInputStream in) throws IOException {
		return OptimizationOptions.adam(in.readInt(), in.readInt(), 1)
			.withOptimizer(Optimizer.valueOf(in.readUTF()))
			.withGradientClip(in.readBoolean()
					? new GradientClip(GradientClip.Type.valueOf(in.readUTF()), in.readDouble()) : null)
			.withWeightDecay(in.readDouble())
			.withAveraging(in.readDouble())
			.withPrecision(Precision.valueOf(in.readUTF()))
			.withSeed(in.readLong());
	}

	static RunDescription read(DataInputStream in) throws IOException {
		Cluster cluster = new Cluster(in.readInt(), in.readInt(), in.readInt(),
				new OuterStep(in.readDouble(), in.readDouble()));
		String characters = Values.text(in);
		int marks = in.readInt();
		List<Alphabet.Mark> read = new ArrayList<>();
		for (int number = 0; number < marks; number++) {
			read.add(new Alphabet.Mark(in.readInt(), in.readBoolean() ? Values.text(in) : null));
		}
		int length = in.readInt();
		Hyperparameters hyperparameters = new Hyperparameters(network(in), optimization(in), UNTOLD);
		return new RunDescription(cluster, new Alphabet(characters, read), hyperparameters, length);
	}

}
