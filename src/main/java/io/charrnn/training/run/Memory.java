package io.charrnn.training.run;

import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.Locale;

import com.sun.management.OperatingSystemMXBean;
import io.charrnn.cluster.SparkCluster;
import io.charrnn.model.Hyperparameters;
import io.charrnn.model.MemoryEstimate;
import io.charrnn.model.TrainingEngine;
import io.charrnn.model.round.Cluster;
import io.charrnn.problem.Problem;
import io.charrnn.problem.UnprocessableException;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * The memory of the machine or container, and of the Java heap, compared with what jobs
 * need.
 */
@Component
public class Memory {

	/** What the service takes by itself, about. */
	private static final long SERVICE = 350L << 20;

	/** What the service needs of the heap by itself, about. */
	private static final long SERVICE_HEAP = 80L << 20;

	private final long total;

	private final long heap;

	/** Whether the members of clusters are in other processes. */
	private final boolean elsewhere;

	@Autowired
	Memory(SparkCluster spark) {
		this(ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize(),
				Runtime.getRuntime().maxMemory(), spark.exists());
	}

	/**
	 * Assumes a machine.
	 * @param heap how large the Java heap may grow, in bytes
	 * @param elsewhere whether the members of clusters are in other processes
	 */
	Memory(long total, long heap, boolean elsewhere) {
		this.elsewhere = elsewhere;
		this.total = total;
		this.heap = heap;
	}

	/**
	 * Checks whether a job fits if it is alone.
	 * @param cluster how it is split over members, or null
	 * @param alphabetSize V
	 * @param texts what it learns from and is validated on
	 * @throws UnprocessableException with the numbers, if it does not
	 */
	public void check(TrainingEngine engine, Hyperparameters hyperparameters, @Nullable Cluster cluster,
			int alphabetSize, CorpusSplit texts) {
		MemoryNeed need = need(engine, hyperparameters, cluster, alphabetSize, texts);
		if (need.machine() + SERVICE > this.total) {
			MemoryEstimate training = need.training();
			throw refusal(
					("Training would need about %s in addition to the service's %s, but the machine has %s: weights "
							+ "%s, activations %s, characters %s, the text and its n-grams %s. Try a smaller "
							+ "hiddenSize, batchSize or sequenceLength.")
						.formatted(shown(need.machine()), shown(SERVICE), shown(this.total), shown(training.weights()),
								shown(training.activations()), shown(training.alphabet()), shown(need.text())),
					need.machine(), this.total, hyperparameters);
		}
		if (need.heap() + SERVICE_HEAP > this.heap) {
			throw refusal(
					("Training would need about %s of the Java heap in addition to the service's %s, but the heap "
							+ "may have %s; %s are for the text and its n-grams. Start the service with a "
							+ "larger one (java -Xmx), or try a smaller hiddenSize, batchSize or sequenceLength.")
						.formatted(shown(need.heap()), shown(SERVICE_HEAP), shown(this.heap), shown(need.text())),
					need.heap(), this.heap, hyperparameters);
		}
	}

	/** What a job takes here. */
	public MemoryNeed need(TrainingEngine engine, Hyperparameters hyperparameters, @Nullable Cluster cluster,
			int alphabetSize, CorpusSplit texts) {
		return MemoryNeed.of(engine, hyperparameters, cluster, this.elsewhere, alphabetSize, texts);
	}

	/**
	 * Whether jobs fit that run at the same time, beside the service.
	 * @param others bytes of the heap that others than jobs have
	 */
	boolean fit(Collection<MemoryNeed> jobs, long others) {
		return jobs.stream().mapToDouble(MemoryNeed::machine).sum() + others + SERVICE <= this.total
				&& jobs.stream().mapToDouble(MemoryNeed::heap).sum() + others + SERVICE_HEAP <= this.heap;
	}

	private static Problem refusal(String detail, double needed, long available, Hyperparameters hyperparameters) {
		return new UnprocessableException("not-enough-memory", detail).with("estimatedBytes", (long) needed)
			.with("availableBytes", available)
			.with("field", "hiddenSize")
			.with("value", hyperparameters.network().hiddenSize());
	}

	/** Bytes that the machine has. */
	public long total() {
		return this.total;
	}

	static String shown(double bytes) {
		return (bytes < 0.05 * (1 << 30)) ? String.format(Locale.ROOT, "%,.0f MiB", bytes / (1 << 20))
				: String.format(Locale.ROOT, "%,.1f GiB", bytes / (1 << 30));
	}

}
