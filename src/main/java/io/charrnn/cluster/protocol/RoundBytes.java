package io.charrnn.cluster.protocol;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

import io.charrnn.model.TrainingState;
import io.charrnn.model.round.MemberRound;

/**
 * What a driver and its executors hand each other, as bytes that Spark does not look
 * into.
 */
public final class RoundBytes {

	/** Bytes of all but arrays, and more. */
	private static final int REST = 4096;

	private RoundBytes() {
	}

	/** A description, for whoever computes a member. */
	public static byte[] of(RunDescription run) {
		return written(REST, run::write);
	}

	/** What {@link #of(RunDescription)} wrote. */
	public static RunDescription run(byte[] bytes) {
		return read(bytes, RunDescription::read);
	}

	/** A state without hidden states. */
	public static byte[] ofCommon(TrainingState state) {
		TrainingState common = new TrainingState(state.iteration(), state.parameters(), state.average(),
				state.updaterState(), new float[0][]);
		return of(common);
	}

	/** A state. */
	public static byte[] of(TrainingState state) {
		int average = (state.average() != null) ? state.average().length : 0;
		long floats = (long) state.parameters().length + average + state.updaterState().length;
		return written(Math.toIntExact(floats * Float.BYTES + REST), (out) -> StateBytes.write(state, out));
	}

	/** What {@link #of(TrainingState)} or {@link #ofCommon} wrote. */
	public static TrainingState state(byte[] bytes) {
		return read(bytes, StateBytes::read);
	}

	/** Hidden states. */
	public static byte[] of(float[][] hidden) {
		return written(REST, (out) -> StateBytes.write(hidden, out));
	}

	/** What {@link #of(float[][])} wrote. */
	public static float[][] hidden(byte[] bytes) {
		return read(bytes, StateBytes::hidden);
	}

	/** What a member ends a round with. */
	public static byte[] of(MemberReport report) {
		TrainingState state = report.round().state();
		int average = (state.average() != null) ? state.average().length : 0;
		long floats = (long) state.parameters().length + average + state.updaterState().length;
		return written(Math.toIntExact(floats * Float.BYTES + REST), (out) -> {
			out.writeUTF(report.host());
			out.writeUTF(report.arithmetic());
			out.writeLong(report.nanos());
			out.writeInt(report.round().member());
			Messages.write(report.round().updates(), out);
			StateBytes.write(state, out);
		});
	}

	/** What {@link #of(MemberReport)} wrote. */
	public static MemberReport report(byte[] bytes) {
		return read(bytes, (in) -> {
			String host = in.readUTF();
			String arithmetic = in.readUTF();
			long nanos = in.readLong();
			int member = in.readInt();
			var updates = Messages.updates(in);
			return new MemberReport(host, arithmetic, nanos, new MemberRound(member, StateBytes.read(in), updates));
		});
	}

	private static byte[] written(int expected, Writing writing) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream(expected);
		try (DataOutputStream out = new DataOutputStream(bytes)) {
			writing.to(out);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

	private static <T> T read(byte[] bytes, Reading<T> reading) {
		try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
			return reading.from(in);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private interface Writing {

		void to(DataOutputStream out) throws IOException;

	}

	private interface Reading<T> {

		T from(DataInputStream in) throws IOException;

	}

}
