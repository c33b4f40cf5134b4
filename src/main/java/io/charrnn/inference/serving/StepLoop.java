package io.charrnn.inference.serving;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import io.charrnn.model.step.Partner;
import io.charrnn.model.step.Stepper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Steps whatever readings there are, and never waits for more. Readings come and go at
 * any character. Of several models, the one that has used the least time is next. If
 * something fails outside of a script, all readings that are here fail with it, and the
 * loop goes on.
 */
final class StepLoop implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(StepLoop.class);

	/** A batch of fewer costs about as much as one of this many. */
	private static final int WORTH_SHARING = 8;

	/** Characters of a known text that are worth loading the library for. */
	private static final int WORTH_PACKING = 2_000;

	private final StepThreads threads;

	/** Where another thread helps this one. */
	private final Partner partner = new Partner();

	/** Whom this thread helps, or is about to. */
	private volatile @Nullable Partner helped;

	private final Queue<Reading> arriving = new ConcurrentLinkedQueue<>();

	private final AtomicInteger load = new AtomicInteger();

	private final List<ModelLanes> models = new ArrayList<>();

	/** Readings that are not among those that arrive any more, and have not left. */
	private int taken;

	/** The reading that is in no batch, as it comes or is given away. */
	private @Nullable Reading moving;

	private volatile @Nullable Thread thread;

	private volatile boolean waiting;

	StepLoop(StepThreads threads) {
		this.threads = threads;
	}

	/** How many readings are here. */
	int load() {
		return this.load.get();
	}

	/** Adds a reading, from any thread. */
	void add(Reading reading) {
		this.arriving.add(reading);
		this.load.incrementAndGet();
		if (this.waiting) {
			LockSupport.unpark(this.thread);
		}
	}

	void wakeUp() {
		LockSupport.unpark(this.thread);
	}

	@Override
	public void run() {
		this.thread = Thread.currentThread();
		while (!this.threads.stopped()) {
			try {
				turn();
			}
			catch (RuntimeException | Error ex) {
				abandon(ex);
			}
		}
	}

	private void turn() {
		admit();
		if (this.models.isEmpty()) {
			await();
		}
		else {
			step(next());
			share();
			askForHelp();
		}
	}

	/**
	 * Lets all fail that is here and goes on without it. The batches are not used again.
	 */
	private void abandon(Throwable failure) {
		logger.error("a turn of {} failed with its {} texts", Thread.currentThread().getName(), this.taken, failure);
		this.models.forEach((model) -> model.abandon(failure));
		this.models.clear();
		if (this.moving != null) {
			this.moving.fail(failure);
			this.moving = null;
		}
		leave(this.taken);
	}

	private void admit() {
		for (Reading reading = this.arriving.poll(); reading != null; reading = this.arriving.poll()) {
			this.taken++;
			this.moving = reading;
			ModelLanes model = model(reading.stepper());
			boolean added = model.add(reading);
			this.moving = null;
			if (!added) {
				leave(1);
				dropIfEmpty(model);
			}
			else if (model.size() > 1 || isLong(reading.script())) {
				this.threads.pack(reading.stepper());
			}
		}
	}

	private void leave(int readings) {
		this.taken -= readings;
		this.load.addAndGet(-readings);
	}

	private static boolean isLong(Script script) {
		return script instanceof KnownText text && text.known() >= WORTH_PACKING;
	}

	private ModelLanes model(Stepper stepper) {
		for (ModelLanes model : this.models) {
			if (model.stepper() == stepper) {
				return model;
			}
		}
		long now = this.models.isEmpty() ? 0 : next().nanoseconds();
		ModelLanes model = new ModelLanes(stepper, this.threads::prepare, this.partner, System::nanoTime, now);
		this.models.add(model);
		return model;
	}

	private ModelLanes next() {
		ModelLanes next = this.models.get(0);
		for (ModelLanes model : this.models) {
			if (model.nanoseconds() < next.nanoseconds()) {
				next = model;
			}
		}
		return next;
	}

	private void step(ModelLanes model) {
		leave(model.step());
		dropIfEmpty(model);
	}

	private void dropIfEmpty(ModelLanes model) {
		if (model.isEmpty()) {
			this.models.remove(model);
			model.close();
		}
	}

	private void await() {
		this.waiting = true;
		try {
			this.threads.offerHelp(this);
			while (!isWanted()) {
				Partner other = this.helped;
				if (other == null) {
					LockSupport.park(this);
				}
				else {
					this.helped = null;
					this.threads.prepare();
					other.help(this::isWanted);
					this.threads.offerHelp(this);
				}
			}
		}
		finally {
			this.waiting = false;
			this.threads.withdrawHelp(this);
		}
	}

	private boolean isWanted() {
		return !this.arriving.isEmpty() || this.threads.stopped();
	}

	/** A text that stays alone gets a thread that has nothing to do. */
	private void askForHelp() {
		if (load() != 1) {
			this.partner.startOver();
		}
		else if (this.threads.helpIsOffered() && this.partner.calls()) {
			StepLoop helper = this.threads.takeHelp();
			if (helper != null) {
				helper.help(this.partner);
			}
		}
	}

	/** Lets this thread, if it has nothing to do, help another. */
	void help(Partner other) {
		this.helped = other;
		wakeUp();
	}

	/** Gives a thread that has nothing to do half of what is here, if it is enough. */
	private void share() {
		if (this.threads.helpIsOffered() && (load() >= WORTH_SHARING || this.models.size() > 1)) {
			StepLoop helper = this.threads.takeHelp();
			if (helper != null) {
				give(helper);
			}
		}
	}

	private void give(StepLoop helper) {
		for (int given = load() / 2; given > 0 && !this.models.isEmpty(); given--) {
			ModelLanes model = this.models.get(this.models.size() - 1);
			Reading reading = model.remove();
			this.moving = reading;
			dropIfEmpty(model);
			helper.add(reading);
			this.moving = null;
			leave(1);
		}
	}

}
