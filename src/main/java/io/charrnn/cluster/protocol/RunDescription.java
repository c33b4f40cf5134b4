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
import io.charrnn.model.LearningRateSchedule;
import io.charrnn.model.Normalization;
import io.charrnn.model.Optimizer;
import io.charrnn.model.Precision;
import io.charrnn.model.round.Cluster;
import io.charrnn.model.round.OuterStep;

/**
 * What members need to know of a run beside its text and its state.
 *
 * @param cluster how it is split
 * @param alphabet of the text
 * @param hyperparameters how it is trained; limits, schedule and validation are the
 * service's and are not told
 * @param characters N of the training part
 */
public record RunDescription(Cluster cluster, Alphabet alphabet, Hyperparameters hyperparameters, int characters) {

	/** Of what is not told. */
	private static final LearningRateSchedule UNUSED = new LearningRateSchedule(LearningRateSchedule.Type.CONSTANT, 0,
			1, 1, 1);

	/** The network. */
	public Architecture architecture() {
		return this.hyperparameters.architecture(this.alphabet.size());
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
		Hyperparameters all = this.hyperparameters;
		out.writeUTF(all.cell().name());
		out.writeInt(all.layers());
		out.writeInt(all.hiddenSize());
		out.writeUTF(all.normalization().name());
		out.writeDouble(all.dropout());
		out.writeInt(all.batchSize());
		out.writeInt(all.sequenceLength());
		out.writeUTF(all.optimizer().name());
		GradientClip clip = all.gradientClip();
		out.writeBoolean(clip != null);
		if (clip != null) {
			out.writeUTF(clip.type().name());
			out.writeDouble(clip.threshold());
		}
		out.writeDouble(all.weightDecay());
		out.writeDouble(all.averaging());
		out.writeUTF(all.precision().name());
		out.writeLong(all.seed());
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
		return new RunDescription(cluster, new Alphabet(characters, read), hyperparameters(in), length);
	}

	private static Hyperparameters hyperparameters(DataInputStream in) throws IOException {
		Cell cell = Cell.valueOf(in.readUTF());
		int layers = in.readInt();
		int hiddenSize = in.readInt();
		Normalization normalization = Normalization.valueOf(in.readUTF());
		double dropout = in.readDouble();
		int batchSize = in.readInt();
		int sequenceLength = in.readInt();
		Optimizer optimizer = Optimizer.valueOf(in.readUTF());
		GradientClip clip = in.readBoolean()
				? new GradientClip(GradientClip.Type.valueOf(in.readUTF()), in.readDouble()) : null;
		return new Hyperparameters(cell, layers, hiddenSize, normalization, dropout, batchSize, sequenceLength, null,
				1L, null, optimizer, 1, UNUSED, clip, in.readDouble(), in.readDouble(), 0, 1, 1, null,
				Precision.valueOf(in.readUTF()), in.readLong());
	}

}
