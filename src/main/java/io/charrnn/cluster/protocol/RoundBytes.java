package io.charrnn.cluster.protocol;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

import io.charrnn.model.TrainingState;
import io.charrnn.model.round.MemberRound;

/**
 * What a driver and its executors exchange, as bytes that Spark does not interpret.
 */
public final class RoundBytes {

	/** Bytes of all but arrays, and more. */
	private static final int REST = 4096;

	/** Bytes of what a member reports of an iteration. */
	private static final int UPDATE = 2 * Double.BYTES + 1;

	private RoundBytes() {
	}

	/** A description, for whoever computes a member. */
	public static byte[] of(RunDescription run) {
		Bytes bytes = written(REST, run::write);
		return bytes.toByteArray();
	}

	/** What {@link #of(RunDescription)} wrote. */
	public static RunDescription run(byte[] bytes) {
		return read(new ByteArrayInputStream(bytes), RunDescription::read);
	}

	/** Writes a state without hidden states and velocity, which no member begins with. */
	public static void writeCommon(TrainingState state, OutputStream out) {
		TrainingState common = new TrainingState(state.iteration(), state.parameters(), state.average(),
				state.updaterState(), new float[0][]);
		write(out, (data) -> StateBytes.write(common, data));
	}

	/** Reads what {@link #writeCommon} wrote. */
	public static TrainingState readCommon(InputStream in) {
		return read(in, StateBytes::read);
	}

	/** Hidden states. */
	public static byte[] of(float[][] hidden) {
		return written(REST, (out) -> StateBytes.write(hidden, out)).toByteArray();
	}

	/** What {@link #of(float[][])} wrote. */
	public static float[][] hidden(byte[] bytes) {
		return read(new ByteArrayInputStream(bytes), StateBytes::hidden);
	}

	/** What a member ends a round with. */
	public static ByteBuffer of(MemberReport report) {
		MemberRound round = report.round();
		long length = floats(round.state()) * Float.BYTES + (long) round.updates().size() * UPDATE + REST;
		return written(Math.toIntExact(length), (out) -> {
			out.writeUTF(report.host());
			out.writeUTF(report.arithmetic());
			out.writeLong(report.nanos());
			out.writeInt(round.member());
			Messages.write(round.updates(), out);
			StateBytes.write(round.state(), out);
		}).buffer();
	}

	private static long floats(TrainingState state) {
		int average = (state.average() != null) ? state.average().length : 0;
		return (long) state.parameters().length + average + state.updaterState().length + state.velocity().length
				+ Arrays.stream(state.hidden()).mapToLong((vector) -> vector.length + 1L).sum();
	}

	/** Reads what {@link #of(MemberReport)} wrote. */
	public static MemberReport report(InputStream bytes) {
		return read(bytes, (in) -> {
			String host = in.readUTF();
			String arithmetic = in.readUTF();
			long nanos = in.readLong();
			int member = in.readInt();
			var updates = Messages.updates(in);
			return new MemberReport(host, arithmetic, nanos, new MemberRound(member, StateBytes.read(in), updates));
		});
	}

	private static Bytes written(int expected, Writing writing) {
		Bytes bytes = new Bytes(expected);
		write(bytes, writing);
		return bytes;
	}

	private static void write(OutputStream out, Writing writing) {
		try {
			DataOutputStream data = new DataOutputStream(out);
			writing.to(data);
			data.flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static <T> T read(InputStream in, Reading<T> reading) {
		try {
			return reading.from(new DataInputStream(in));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Bytes that need not be copied once they are written. */
	private static final class Bytes extends ByteArrayOutputStream {

		Bytes(int expected) {
			super(expected);
		}

		ByteBuffer buffer() {
			return ByteBuffer.wrap(this.buf, 0, this.count);
		}

	}

	private interface Writing {

		void to(DataOutputStream out) throws IOException;

	}

	private interface Reading<T> {

		T from(DataInputStream in) throws IOException;

	}

}
