package io.charrnn.cluster.protocol;

import java.util.List;

import io.charrnn.model.TrainingState;
import io.charrnn.model.Update;

/**
 * A message between the service and a driver. The service sends {@link Begin},
 * {@link Text} until the text is complete, {@link State}, and then {@link Learn} for each
 * round.
 */
public sealed interface Message {

	/** A run is to begin, of which nothing but its text and state is missing. */
	record Begin(RunDescription run) implements Message {
	}

	/**
	 * The next part of the text.
	 *
	 * @param indices in as many bytes each as the description says, big-endian
	 */
	record Text(byte[] indices) implements Message {
	}

	/** From the service, where the run begins; from the driver, where it stands. */
	record State(TrainingState state) implements Message {
	}

	/**
	 * A round is to be learned; {@link Learned} or {@link BrokenOff} follows.
	 *
	 * @param first number of its first iteration
	 * @param learningRates of its iterations
	 */
	record Learn(long first, double[] learningRates) implements Message {
	}

	/** The round under way, if there still is one, is to be broken off. */
	record BreakOff() implements Message {
	}

	/** The state is wanted, which {@link State} answers. */
	record WantState() implements Message {
	}

	/**
	 * The driver has a cluster.
	 *
	 * @param sparkVersion of the driver
	 * @param java version of the driver
	 * @param application what Spark calls it
	 * @param ui where Spark shows it; empty if nowhere
	 */
	record Hello(String sparkVersion, String java, String application, String ui) implements Message {
	}

	/**
	 * Executors came or went.
	 *
	 * @param alive how many there are
	 * @param lost how many were lost so far
	 * @param lastLoss why the last one was lost; empty if none was
	 */
	record Executors(int alive, int lost, String lastLoss) implements Message {
	}

	/** How a round ended. */
	sealed interface RoundEnd extends Message {

	}

	/**
	 * A round was learned.
	 *
	 * @param updates what each iteration reports
	 * @param nanos that the round took
	 * @param learning nanoseconds of them for which members learned, as many at a time as
	 * there are cores for
	 */
	record Learned(List<Update> updates, long nanos, long learning) implements RoundEnd {
	}

	/** The round was broken off; the state is that before it. */
	record BrokenOff() implements RoundEnd {
	}

	/** It cannot continue, and the driver ends. */
	record Failure(Reason reason, String detail) implements Message {
	}

	/** Why a driver cannot continue. */
	enum Reason {

		/** Its Spark is not the release that it was made for. */
		WRONG_VERSION,

		/** There is no cluster, or it does not take this application. */
		UNREACHABLE,

		/** For too long there was no executor. */
		NO_EXECUTORS,

		/** What executors do failed too often. */
		EXECUTORS_FAILED,

		/** Executors would compute different bits. */
		MIXED_EXECUTORS,

		/** What the driver was told makes no sense, or the driver itself failed. */
		DRIVER_FAILED

	}

}
