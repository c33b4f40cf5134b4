package io.charrnn.model.round;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import io.charrnn.model.Share;
import io.charrnn.model.TrainingState;
import io.charrnn.model.Update;
import org.jspecify.annotations.Nullable;

/**
 * The end of a round: takes the members' results in any order and computes the next
 * common state. Sums are in the order of members, so that it does not matter who finishes
 * first; early results wait for their turn. May be used by several threads.
 */
public final class Meeting {

	private final Cluster cluster;

	private final TrainingState common;

	private final int allStreams;

	private final Map<Integer, MemberRound> early = new TreeMap<>();

	private final List<Update> updates = new ArrayList<>();

	private int members;

	private @Nullable TrainingState sum;

	/**
	 * Waits for all members.
	 * @param cluster whose members they are
	 * @param common the state that the round began with
	 * @param allStreams B
	 */
	public Meeting(Cluster cluster, TrainingState common, int allStreams) {
		this.cluster = cluster;
		this.common = common;
		this.allStreams = allStreams;
	}

	/**
	 * Takes what a member ends with, whose arrays are then this meeting's.
	 * @throws IllegalArgumentException if it was here before
	 */
	public synchronized void add(MemberRound round) {
		if (round.member() < this.members || this.early.putIfAbsent(round.member(), round) != null) {
			throw new IllegalArgumentException("member " + round.member() + " was here before");
		}
		for (MemberRound next = this.early.remove(this.members); next != null; next = this.early.remove(this.members)) {
			this.sum = sum(next);
			this.members++;
		}
	}

	private TrainingState sum(MemberRound round) {
		Share share = Share.of(round.member(), this.cluster.workers(), this.allStreams);
		report(round.updates(), share.fraction());
		TrainingState state = round.state();
		TrainingState before = this.sum;
		if (before == null) {
			float[][] hidden = new float[this.common.hidden().length][this.common.hidden()[0].length];
			share.put(state.hidden(), hidden);
			return new TrainingState(state.iteration(), state.parameters(), state.average(), state.updaterState(),
					hidden);
		}
		share.put(state.hidden(), before.hidden());
		add(state.parameters(), before.parameters());
		add(state.average(), before.average());
		add(state.updaterState(), before.updaterState());
		return before;
	}

	/** Losses and norms are means over streams; clipped is what any member clipped. */
	private void report(List<Update> own, double fraction) {
		for (int local = 0; local < own.size(); local++) {
			Update update = own.get(local);
			Update part = new Update(update.loss() * fraction, update.gradientNorm() * fraction, update.clipped());
			if (this.members == 0) {
				this.updates.add(part);
			}
			else {
				Update before = this.updates.get(local);
				this.updates.set(local, new Update(before.loss() + part.loss(),
						before.gradientNorm() + part.gradientNorm(), before.clipped() || part.clipped()));
			}
		}
	}

	private static void add(float @Nullable [] values, float @Nullable [] sum) {
		if (values != null && sum != null) {
			for (int i = 0; i < sum.length; i++) {
				sum[i] += values[i];
			}
		}
	}

	/** What each iteration of the round reports, over all streams. */
	public synchronized List<Update> updates() {
		return List.copyOf(this.updates);
	}

	/**
	 * The common state of the next round: the outer step from the mean of the parameters,
	 * the means of all else that is averaged, and everybody's hidden states. To be called
	 * once.
	 * @throws IllegalStateException if somebody is missing
	 */
	public synchronized TrainingState next() {
		TrainingState mean = this.sum;
		if (mean == null || this.members < this.cluster.workers()) {
			throw new IllegalStateException(
					String.format(Locale.ROOT, "only %d of %d members are here", this.members, this.cluster.workers()));
		}
		this.sum = null;
		divide(mean.parameters());
		divide(mean.average());
		divide(mean.updaterState());
		float[] velocity = velocity();
		this.cluster.outer().apply(this.common.parameters(), mean.parameters(), velocity);
		return new TrainingState(mean.iteration(), mean.parameters(), mean.average(), mean.updaterState(),
				mean.hidden(), velocity);
	}

	private float[] velocity() {
		if (!this.cluster.outer().hasVelocity()) {
			return new float[0];
		}
		return (this.common.velocity().length > 0) ? this.common.velocity().clone()
				: new float[this.common.parameters().length];
	}

	private void divide(float @Nullable [] sum) {
		float part = 1f / this.cluster.workers();
		for (int i = 0; sum != null && i < sum.length; i++) {
			sum[i] *= part;
		}
	}

}
