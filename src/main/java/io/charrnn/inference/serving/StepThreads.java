package io.charrnn.inference.serving;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.charrnn.model.step.Stepper;
import io.charrnn.process.VitalThreads;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/** The threads that step, each with a loop of its own. */
final class StepThreads implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(StepThreads.class);

	private final Runnable preparation;

	private final List<StepLoop> loops;

	private final VitalThreads stepping;

	private final ExecutorService packing;

	/** Models whose weights have been packed for batches, or soon will be. */
	private final Set<Stepper> packed = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

	/** Threads that have nothing to do. */
	private final Set<StepLoop> help = ConcurrentHashMap.newKeySet();

	private volatile boolean stopped;

	/**
	 * Starts threads.
	 * @param count their number
	 * @param preparation is run in a thread before a native library computes in it; may
	 * take seconds at the first time
	 */
	StepThreads(int count, Runnable preparation) {
		this.preparation = preparation;
		this.packing = new ThreadPoolExecutor(0, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
				daemons("packing-"));
		this.loops = Stream.generate(() -> new StepLoop(this)).limit(count).toList();
		this.stepping = new VitalThreads("step", count);
		this.stepping.setThreadFactory(daemons("step-"));
		this.loops.forEach(this.stepping::execute);
	}

	private static ThreadFactory daemons(String prefix) {
		CustomizableThreadFactory factory = new CustomizableThreadFactory(prefix);
		factory.setDaemon(true);
		return factory;
	}

	/**
	 * Hands a reading to the thread that has the fewest. If there is no memory for it, it
	 * fails.
	 */
	void step(Reading reading) {
		try {
			leastLoaded().add(reading);
		}
		catch (RuntimeException | Error ex) {
			reading.fail(ex);
		}
	}

	private StepLoop leastLoaded() {
		StepLoop least = this.loops.get(0);
		for (StepLoop loop : this.loops) {
			if (loop.load() < least.load()) {
				least = loop;
			}
		}
		return least;
	}

	/** How many threads there are. */
	int count() {
		return this.loops.size();
	}

	/** Readings that the threads have. */
	int load() {
		return this.loops.stream().mapToInt(StepLoop::load).sum();
	}

	/** Has a model's weights packed for batches by another thread, once. */
	void pack(Stepper stepper) {
		if (!stepper.isPackedForBatches() && this.packed.add(stepper)) {
			try {
				this.packing.execute(() -> packNow(stepper));
			}
			catch (RuntimeException | Error ex) {
				notPacked(ex);
			}
		}
	}

	private void packNow(Stepper stepper) {
		try {
			this.preparation.run();
			stepper.packForBatches();
		}
		catch (RuntimeException | Error ex) {
			notPacked(ex);
		}
	}

	private static void notPacked(Throwable cause) {
		logger.warn("weights could not be packed: texts are stepped one by one", cause);
	}

	/** To be run by a step thread before a native library computes in it. */
	void prepare() {
		this.preparation.run();
	}

	boolean stopped() {
		return this.stopped;
	}

	void offerHelp(StepLoop loop) {
		this.help.add(loop);
	}

	void withdrawHelp(StepLoop loop) {
		this.help.remove(loop);
	}

	boolean helpIsOffered() {
		return !this.help.isEmpty();
	}

	@Nullable StepLoop takeHelp() {
		for (StepLoop loop : this.help) {
			if (this.help.remove(loop)) {
				return loop;
			}
		}
		return null;
	}

	@Override
	public void close() {
		this.stopped = true;
		this.loops.forEach(StepLoop::wakeUp);
		this.stepping.shutdown();
		this.packing.shutdown();
	}

}
