package io.charrnn.training.run;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

import io.charrnn.content.AnotherReleaseException;
import org.jspecify.annotations.Nullable;

/**
 * What training needs to continue beside parameters and updater state. Its bytes are, all
 * big-endian: magic number, version, iteration, training time in nanoseconds, then as
 * doubles (NaN for null) start loss, training loss, validation loss and best validation
 * loss, iteration of the newest validation, validations without a better loss, and the
 * hidden state as number of vectors, length of each and their floats, and as number of
 * floats and floats the weights. After them, in version 3, as number of floats and floats
 * the rotations, and in version 4 the same of the velocity; without them, versions are
 * written that earlier releases read.
 *
 * @param iteration updates done
 * @param trainingTime time spent training
 * @param startLoss what the divergence guard compares with, or NaN
 * @param trainingLoss nats per character lately, or null
 * @param validationLoss nats per character at the newest validation, or null
 * @param bestValidationLoss the lowest validation loss, or null
 * @param validatedAt iteration of the newest validation, or -1
 * @param validationsWithoutBest validations since the lowest loss
 * @param hidden {@code [layers x stateVectors][B x H]}
 * @param weights that training continues with, or empty where they are those of the model
 * @param rotations what the optimizer keeps beside its moments, or empty
 * @param velocity of the step at the end of a round, or empty
 */
record RunState(long iteration, Duration trainingTime, double startLoss, @Nullable Double trainingLoss,
		@Nullable Double validationLoss, @Nullable Double bestValidationLoss, long validatedAt,
		int validationsWithoutBest, float[][] hidden, float[] weights, float[] rotations, float[] velocity) {

	/** "CRST". */
	private static final int MAGIC = 0x43525354;

	private static final int VERSION = 4;

	/** It had no weights at its end, as there were no averages. */
	private static final int WITHOUT_WEIGHTS = 1;

	/** It had no rotations at its end. */
	private static final int WITHOUT_ROTATIONS = 2;

	/** It had no velocity at its end. */
	private static final int WITHOUT_VELOCITY = 3;

	/** Nothing done yet. */
	static RunState initial(float[][] hidden) {
		return new RunState(0, Duration.ZERO, Double.NaN, null, null, null, -1, 0, hidden, new float[0], new float[0],
				new float[0]);
	}

	/**
	 * Of a job that early stopping had ended and that goes on: it counts anew.
	 * @param patience validations without a better loss that end a job, or null
	 */
	RunState patientAgain(@Nullable Integer patience) {
		return (patience == null || this.validationsWithoutBest < patience) ? this
				: new RunState(this.iteration, this.trainingTime, this.startLoss, this.trainingLoss,
						this.validationLoss, this.bestValidationLoss, this.validatedAt, 0, this.hidden, this.weights,
						this.rotations, this.velocity);
	}

	byte[] toBytes() {
		int vectors = this.hidden.length;
		int length = (vectors > 0) ? this.hidden[0].length : 0;
		ByteArrayOutputStream bytes = new ByteArrayOutputStream(
				96 + (vectors * length + this.weights.length + this.rotations.length + this.velocity.length)
						* Float.BYTES);
		try (DataOutputStream out = new DataOutputStream(bytes)) {
			out.writeInt(MAGIC);
			int version = version();
			out.writeInt(version);
			out.writeLong(this.iteration);
			out.writeLong(this.trainingTime.toNanos());
			out.writeDouble(this.startLoss);
			out.writeDouble(orNaN(this.trainingLoss));
			out.writeDouble(orNaN(this.validationLoss));
			out.writeDouble(orNaN(this.bestValidationLoss));
			out.writeLong(this.validatedAt);
			out.writeInt(this.validationsWithoutBest);
			out.writeInt(vectors);
			out.writeInt(length);
			for (float[] vector : this.hidden) {
				write(vector, out);
			}
			out.writeInt(this.weights.length);
			write(this.weights, out);
			if (version > WITHOUT_ROTATIONS) {
				out.writeInt(this.rotations.length);
				write(this.rotations, out);
			}
			if (version > WITHOUT_VELOCITY) {
				out.writeInt(this.velocity.length);
				write(this.velocity, out);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

	private int version() {
		if (this.velocity.length > 0) {
			return VERSION;
		}
		return (this.rotations.length > 0) ? WITHOUT_VELOCITY : WITHOUT_ROTATIONS;
	}

	/**
	 * Reads what {@link #toBytes()} wrote, in this release or an earlier one.
	 * @throws AnotherReleaseException if a later release wrote it
	 * @throws IllegalStateException if it was something else
	 */
	static RunState of(byte[] bytes) {
		try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
			if (in.readInt() != MAGIC) {
				throw new IllegalStateException("not the state of a training run");
			}
			int version = in.readInt();
			if (version < WITHOUT_WEIGHTS || version > VERSION) {
				throw anotherVersion(version);
			}
			return new RunState(in.readLong(), Duration.ofNanos(in.readLong()), in.readDouble(),
					orNull(in.readDouble()), orNull(in.readDouble()), orNull(in.readDouble()), in.readLong(),
					in.readInt(), hidden(in), (version > WITHOUT_WEIGHTS) ? floats(in, in.readInt()) : new float[0],
					(version > WITHOUT_ROTATIONS) ? floats(in, in.readInt()) : new float[0],
					(version > WITHOUT_VELOCITY) ? floats(in, in.readInt()) : new float[0]);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static AnotherReleaseException anotherVersion(int version) {
		return new AnotherReleaseException(
				("The training job's checkpoint was written by another release, in version %s of the format; this "
						+ "one reads versions %s to %s. Continue with the other release, or start a new job "
						+ "from the checkpoint's weights with initializeFrom.")
					.formatted(version, WITHOUT_WEIGHTS, VERSION));
	}

	private static float[][] hidden(DataInputStream in) throws IOException {
		float[][] hidden = new float[in.readInt()][];
		int length = in.readInt();
		for (int vector = 0; vector < hidden.length; vector++) {
			hidden[vector] = floats(in, length);
		}
		return hidden;
	}

	private static void write(float[] values, DataOutputStream out) throws IOException {
		for (float value : values) {
			out.writeFloat(value);
		}
	}

	private static float[] floats(DataInputStream in, int length) throws IOException {
		float[] values = new float[length];
		for (int index = 0; index < length; index++) {
			values[index] = in.readFloat();
		}
		return values;
	}

	private static double orNaN(@Nullable Double value) {
		return (value != null) ? value : Double.NaN;
	}

	private static @Nullable Double orNull(double value) {
		return Double.isNaN(value) ? null : value;
	}

}
