package io.charrnn.cluster.protocol;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

import io.charrnn.model.TrainingState;

/** A state of training as bytes. */
final class StateBytes {

	private StateBytes() {
	}

	static void write(TrainingState state, DataOutputStream out) throws IOException {
		out.writeLong(state.iteration());
		Values.write(out, state.parameters());
		out.writeBoolean(state.average() != null);
		if (state.average() != null) {
			Values.write(out, state.average());
		}
		Values.write(out, state.updaterState());
		write(state.hidden(), out);
		Values.write(out, state.velocity());
	}

	static TrainingState read(DataInputStream in) throws IOException {
		return new TrainingState(in.readLong(), Values.floats(in), in.readBoolean() ? Values.floats(in) : null,
				Values.floats(in), hidden(in), Values.floats(in));
	}

	static void write(float[][] hidden, DataOutputStream out) throws IOException {
		out.writeInt(hidden.length);
		for (float[] vector : hidden) {
			Values.write(out, vector);
		}
	}

	static float[][] hidden(DataInputStream in) throws IOException {
		float[][] hidden = new float[in.readInt()][];
		for (int vector = 0; vector < hidden.length; vector++) {
			hidden[vector] = Values.floats(in);
		}
		return hidden;
	}

}
