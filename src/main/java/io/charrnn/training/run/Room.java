package io.charrnn.training.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.charrnn.corpus.Corpora;
import io.charrnn.model.MemoryEstimate;
import io.charrnn.model.TrainingEngine;
import io.charrnn.problem.Problem;
import io.charrnn.training.TrainingJob;

import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.stereotype.Component;

/** The memory of this process, which the jobs that it trains at once share. */
@Component
class Room {

	private final Memory memory;

	private final Engines engines;

	private final Corpora corpora;

	private final boolean replicas;

	private final List<MemoryNeed> taken = new ArrayList<>();

	Room(Memory memory, Engines engines, Corpora corpora, JdbcConnectionDetails connection) {
		this.memory = memory;
		this.engines = engines;
		this.corpora = corpora;
		this.replicas = !QueueConfiguration.isSqlite(connection);
	}

	/**
	 * Takes what a job needs. One that would not fit even alone is left to other
	 * replicas; where there are none, it gets what there is, for its run to fail with the
	 * numbers.
	 * @return what it takes, or nothing if there is too little
	 */
	synchronized Optional<MemoryNeed> take(TrainingJob job) {
		MemoryNeed need = need(job);
		List<MemoryNeed> together = new ArrayList<>(this.taken);
		together.add(need);
		boolean first = this.taken.isEmpty() && !this.replicas;
		if (!first && !this.memory.fit(together)) {
			return Optional.empty();
		}
		this.taken.add(need);
		return Optional.of(need);
	}

	/** Gives back what was taken. */
	synchronized void leave(MemoryNeed need) {
		this.taken.remove(need);
	}

	/** Nothing for a job that cannot run, as its run will say. */
	private MemoryNeed need(TrainingJob job) {
		try {
			TrainingEngine engine = this.engines.find(job.engine());
			return MemoryNeed.of((job.threads() != null) ? engine.withThreads(job.threads()) : engine,
					job.hyperparameters(), job.alphabetSize(),
					Math.toIntExact(this.corpora.find(job.corpus()).characters()));
		}
		catch (Problem ex) {
			return new MemoryNeed(new MemoryEstimate(0, 0, 0, 0), 0);
		}
	}

}
