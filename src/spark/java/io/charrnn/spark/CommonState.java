package io.charrnn.spark;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoSerializable;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.charrnn.cluster.protocol.RoundBytes;
import io.charrnn.model.TrainingState;

/**
 * The state that all members begin a round with, which nobody changes. Spark's broadcast
 * writes it to its blocks and reads it from them without another copy in between.
 */
final class CommonState implements KryoSerializable {

	private TrainingState state;

	CommonState(TrainingState state) {
		this.state = state;
	}

	/** For Kryo. */
	@SuppressWarnings("unused")
	private CommonState() {
		this(new TrainingState(0, new float[0], null, new float[0], new float[0][]));
	}

	TrainingState state() {
		return this.state;
	}

	@Override
	public void write(Kryo kryo, Output out) {
		RoundBytes.writeCommon(this.state, out);
	}

	@Override
	public void read(Kryo kryo, Input in) {
		this.state = RoundBytes.readCommon(in);
	}

}
