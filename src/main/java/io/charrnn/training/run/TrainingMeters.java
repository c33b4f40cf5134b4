package io.charrnn.training.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import io.charrnn.process.DatabaseChore;
import io.charrnn.process.FirstReplica;
import io.charrnn.training.Progress;
import io.charrnn.training.TrainingJobStatus;
import io.charrnn.training.TrainingJobs;
import io.charrnn.training.TrainingSettings;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/** How training goes, for whoever watches the service. */
@Component
class TrainingMeters extends DatabaseChore implements MeterBinder {

	private static final Counter CHARACTERS = Counter.builder("charrnn.training.characters")
		.description("Characters that jobs have trained on")
		.register(Metrics.globalRegistry);

	private static final Timer WAIT = Timer.builder("charrnn.training.queue.wait")
		.description("Time from the request for a job to its first start")
		.register(Metrics.globalRegistry);

	/** Of this process. */
	private static final AtomicReference<@Nullable Progress> NEWEST = new AtomicReference<>();

	private final TrainingJobs jobs;

	private final RunningJobs running;

	private final TrainingSettings settings;

	private final FirstReplica first;

	private volatile @Nullable MultiGauge stored;

	TrainingMeters(TrainingJobs jobs, RunningJobs running, TrainingSettings settings, FirstReplica first) {
		super("training-meters", Duration.ZERO, Duration.ofSeconds(10));
		this.jobs = jobs;
		this.running = running;
		this.settings = settings;
		this.first = first;
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
		this.stored = MultiGauge.builder("charrnn.training.jobs")
			.description("Training jobs in the database, reported by one replica")
			.register(registry);
		Gauge.builder("charrnn.training.slots.used", this.running, RunningJobs::count)
			.description("Jobs that this process is training")
			.register(registry);
		Gauge.builder("charrnn.training.slots.max", this.settings, TrainingSettings::maxConcurrentJobs)
			.description("Maximum number of jobs that this process trains")
			.register(registry);
		Gauge.builder("charrnn.training.loss", this, (meters) -> meters.loss(true))
			.tag("part", "training")
			.description("Newest loss of a job in this process, nats per character")
			.register(registry);
		Gauge.builder("charrnn.training.loss", this, (meters) -> meters.loss(false))
			.tag("part", "validation")
			.description("Newest loss of a job in this process, nats per character")
			.register(registry);
	}

	/** Counts the jobs of each status. What cannot be counted now is not shown. */
	@Override
	protected void work() {
		MultiGauge shown = this.stored;
		if (shown != null) {
			List<Row<?>> rows = new ArrayList<>();
			try {
				if (this.first.isThis()) {
					Map<TrainingJobStatus, Long> counts = this.jobs.countByStatus();
					for (TrainingJobStatus status : TrainingJobStatus.values()) {
						rows.add(Row.of(Tags.of("status", status.text()), counts.getOrDefault(status, 0L)));
					}
				}
			}
			finally {
				shown.register(rows, true);
			}
		}
	}

	private double loss(boolean training) {
		Progress progress = NEWEST.get();
		Double loss = (progress == null) ? null : training ? progress.trainingLoss() : progress.validationLoss();
		return (loss != null && this.running.count() > 0) ? loss : Double.NaN;
	}

}
