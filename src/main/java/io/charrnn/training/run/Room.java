package io.charrnn.training.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.charrnn.registry.ModelMemory;
import io.charrnn.training.JobId;
import io.charrnn.training.TrainingJob;
import io.charrnn.training.TrainingJobStatus;
import io.charrnn.training.TrainingJobs;
import io.charrnn.training.Waiting;
import io.charrnn.workspace.CurrentWorkspace;
import io.charrnn.workspace.Workspace;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * The memory of this process, which the jobs that it trains at once share, and the models
 * beside them. The job that has waited longest for more of it than is left is not
 * overtaken by any beside which it would not fit.
 * <p>
 * A job whose worker died may have been the cause, or may only have run beside it. Such
 * jobs go on one at a time, and until the one that runs has written a new checkpoint no
 * other job begins: whoever ends the process then is counted rightly.
 * <p>
 * All workspaces share the memory; what a job waits for names none of another one's jobs.
 */
@Component
class Room {

	private static final String ANOTHER = "another job";

	private final Memory memory;

	private final ModelMemory models;

	private final Ability ability;

	private final TrainingJobs jobs;

	private final Replicas replicas;

	private final Map<JobId, Place> places = new LinkedHashMap<>();

	private @Nullable Reservation reservation;

	Room(Memory memory, ModelMemory models, Ability ability, TrainingJobs jobs, Replicas replicas) {
		this.memory = memory;
		this.models = models;
		this.ability = ability;
		this.jobs = jobs;
		this.replicas = replicas;
	}

	/**
	 * Takes what a job needs. Where there are no other replicas, a job that would not fit
	 * even alone gets what there is, for its run to fail with the numbers.
	 * @return what the job has to wait for, or nothing if it has got its place
	 */
	synchronized Optional<Waiting> take(TrainingJob job) {
		MemoryNeed need = this.ability.need(job);
		Optional<Waiting> waiting = suspicion().or(() -> shortage(job, need));
		if (waiting.isEmpty()) {
			this.reservation = (this.reservation != null && this.reservation.isFor(job)) ? null : this.reservation;
			this.places.put(job.id(),
					new Place(CurrentWorkspace.get(), need, isSuspect(job), this.reservation != null));
			tellModels();
		}
		return waiting;
	}

	/** Gives a job's place back. */
	synchronized void leave(JobId job) {
		this.places.remove(job);
		tellModels();
	}

	private void tellModels() {
		this.models.train((long) this.places.values().stream().mapToDouble((place) -> place.need().heap()).sum());
	}

	private static boolean isSuspect(TrainingJob job) {
		return job.status() == TrainingJobStatus.RUNNING || job.deaths() > 0;
	}

	private Optional<Waiting> suspicion() {
		return this.places.entrySet()
			.stream()
			.filter((entry) -> entry.getValue().suspect())
			.filter((entry) -> lookUp(entry.getKey(), entry.getValue().workspace()).filter(Room::mayHaveKilled)
				.isPresent())
			.findFirst()
			.map((entry) -> new Waiting(Waiting.Reason.DEATH,
					("A process that was training %s died. No other job starts here until that one has written its "
							+ "next checkpoint.")
						.formatted(name(entry.getKey(), entry.getValue().workspace()))));
	}

	/** It has its place already, and has not written a checkpoint since. */
	private static boolean mayHaveKilled(TrainingJob running) {
		return running.deaths() > 0;
	}

	private Optional<TrainingJob> lookUp(JobId id, Workspace workspace) {
		return CurrentWorkspace.call(workspace, () -> this.jobs.lookUp(id));
	}

	private static String name(JobId id, Workspace workspace) {
		return workspace.equals(CurrentWorkspace.get()) ? id.toString() : ANOTHER;
	}

	private Optional<Waiting> shortage(TrainingJob job, MemoryNeed need) {
		forgetReservation();
		boolean alone = this.places.isEmpty() && !this.replicas.areThere();
		if (!alone && !fits(this.places.values().stream(), Stream.of(need))) {
			reserve(job, need);
			return wait(need, "in addition to what these jobs use: " + ids());
		}
		Reservation first = this.reservation;
		if (first != null && !first.isFor(job) && !fits(overtakers(), Stream.of(first.need(), need))) {
			return wait(need,
					"and " + name(first.job().id(), first.workspace()) + ", which has waited longer, comes first");
		}
		return besideModels(need);
	}

	/** A job that does not fit in any case is not kept from failing with the numbers. */
	private Optional<Waiting> besideModels(MemoryNeed need) {
		List<MemoryNeed> all = needs(this.places.values().stream(), Stream.of(need));
		return (this.memory.fit(all, 0) && !this.memory.fit(all, this.models.taken().toBytes()))
				? wait(need, "in addition to the models that are being loaded or inspected") : Optional.empty();
	}

	private static Optional<Waiting> wait(MemoryNeed need, String reason) {
		return Optional.of(new Waiting(Waiting.Reason.MEMORY, "The job needs about " + Memory.shown(need.machine())
				+ " of memory, " + Memory.shown(need.heap()) + " of it on the Java heap, " + reason + "."));
	}

	private String ids() {
		return this.places.entrySet()
			.stream()
			.map((entry) -> name(entry.getKey(), entry.getValue().workspace()))
			.collect(Collectors.joining(", "));
	}

	/** A job that waits no more, or that another replica has, needs none. */
	private void forgetReservation() {
		Reservation current = this.reservation;
		if (current != null && lookUp(current.job().id(), current.workspace())
			.filter((job) -> job.status() == TrainingJobStatus.QUEUED)
			.isEmpty()) {
			this.reservation = null;
		}
	}

	/** The oldest of those that wait has it. */
	private void reserve(TrainingJob job, MemoryNeed need) {
		Reservation current = this.reservation;
		if (current == null || job.createdAt().isBefore(current.job().createdAt())) {
			this.reservation = new Reservation(CurrentWorkspace.get(), job, need);
			this.places.replaceAll((id, place) -> new Place(place.workspace(), place.need(), place.suspect(), false));
		}
	}

	private Stream<Place> overtakers() {
		return this.places.values().stream().filter(Place::overtook);
	}

	private boolean fits(Stream<Place> taken, Stream<MemoryNeed> more) {
		return this.memory.fit(needs(taken, more), 0);
	}

	private static List<MemoryNeed> needs(Stream<Place> taken, Stream<MemoryNeed> more) {
		return Stream.concat(taken.map(Place::need), more).toList();
	}

	/**
	 * What a running job has.
	 *
	 * @param need its memory
	 * @param suspect whether its last worker died
	 * @param overtook whether it began after the job that has reserved memory had to wait
	 */
	private record Place(Workspace workspace, MemoryNeed need, boolean suspect, boolean overtook) {
	}

	/** Who gets memory before others. */
	private record Reservation(Workspace workspace, TrainingJob job, MemoryNeed need) {

		boolean isFor(TrainingJob other) {
			return this.job.id().equals(other.id());
		}

	}

}
