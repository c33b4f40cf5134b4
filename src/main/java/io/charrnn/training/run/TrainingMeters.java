package io.charrnn.training.run;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import io.charrnn.training.Progress;
import io.charrnn.training.TrainingJobStatus;
import io.charrnn.training.TrainingJobs;
import io.charrnn.training.TrainingSettings;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** How training goes, for whoever watches the service. */
@Component
class TrainingMeters implements MeterBinder {

	private static final Counter CHARACTERS = Metrics.counter("charrnn.training.characters");

	private static final Timer WAIT = Timer.builder("charrnn.training.queue.wait")
		.description("From the request for a job to its first worker")
		.register(Metrics.globalRegistry);

	/** Of this process. */
	private static final AtomicReference<@Nullable Progress> NEWEST = new AtomicReference<>();

	/** A scrape asks for each status: the database is asked once. */
	private static final Duration COUNTED_FOR = Duration.ofSeconds(2);

	private final TrainingJobs jobs;

	private final RunningJobs running;

	private final TrainingSettings settings;

	private volatile Map<TrainingJobStatus, Long> counts = new EnumMap<>(TrainingJobStatus.class);

	private volatile long countedAt = System.nanoTime() - COUNTED_FOR.toNanos();

	TrainingMeters(TrainingJobs jobs, RunningJobs running, TrainingSettings settings) {
		this.jobs = jobs;
		this.running = running;
		this.settings = settings;
	}

	/** Counts characters that were learned from. */
	static void learned(long characters) {
		CHARACTERS.increment(characters);
	}

	/** A job found its first worker. */
	static void waited(Duration wait) {
		WAIT.record(wait);
	}

	/** A job of this process reported. */
	static void reported(Progress progress) {
		NEWEST.set(progress);
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (TrainingJobStatus status : TrainingJobStatus.values()) {
			Gauge.builder("charrnn.training.jobs", this, (meters) -> meters.count(status))
				.tag("status", status.text())
				.description("Training jobs in the database")
				.register(registry);
		}
		Gauge.builder("charrnn.training.slots.used", this.running, RunningJobs::count)
			.description("Jobs that this process trains")
			.register(registry);
		Gauge.builder("charrnn.training.slots.max", this.settings, TrainingSettings::maxConcurrentJobs)
			.description("Jobs that this process may train at once")
			.register(registry);
		Gauge.builder("charrnn.training.loss", this, (meters) -> meters.loss(true))
			.tag("part", "training")
			.description("Newest loss of a job of this process, nats per character")
			.register(registry);
		Gauge.builder("charrnn.training.loss", this, (meters) -> meters.loss(false))
			.tag("part", "validation")
			.description("Newest loss of a job of this process, nats per character")
			.register(registry);
	}

	private double count(TrainingJobStatus status) {
		if (System.nanoTime() - this.countedAt >= COUNTED_FOR.toNanos()) {
			try {
				this.counts = this.jobs.countByStatus();
			}
			catch (DataAccessException | TransactionException ex) {
				this.counts = Map.of();
				return Double.NaN;
			}
			finally {
				this.countedAt = System.nanoTime();
			}
		}
		return this.counts.getOrDefault(status, 0L);
	}

	private double loss(boolean training) {
		Progress progress = NEWEST.get();
		Double loss = (progress == null) ? null : training ? progress.trainingLoss() : progress.validationLoss();
		return (loss != null && this.running.count() > 0) ? loss : Double.NaN;
	}

}
