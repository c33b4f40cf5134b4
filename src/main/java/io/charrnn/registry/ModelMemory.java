package io.charrnn.registry;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.charrnn.problem.UnavailableException;
import io.charrnn.problem.UnprocessableException;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/**
 * The part of the Java heap where models are worked on: loaded, imported, extended,
 * taught, looked into; and where weights stay that are still used though they had to make
 * room for others. Whoever needs memory of a model's size takes it here first. Few wait
 * until there is enough, and not for long. What {@linkplain #kept() as much again} keeps
 * of models to be served is not of it. Both have less while {@linkplain #train training}
 * takes so much that not all would fit the heap.
 */
@Component
public class ModelMemory {

	private static final int MOST_WAITING = 16;

	private static final Duration PATIENCE = Duration.ofSeconds(2);

	private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

	/** What the service needs of the heap by itself, about. */
	private static final long SERVICE = 80L << 20;

	/** The unit in which memory is taken: 1 KiB. */
	private static final int UNIT = 1 << 10;

	private final DataSize size;

	/** What the service does not need by itself. */
	private final long heap;

	/** The most that one may take. */
	private final long most;

	private final long patience;

	private final Units free;

	private final List<Runnable> watchers = new CopyOnWriteArrayList<>();

	/** Bytes. Guarded by this. */
	private long taken;

	/** Bytes of the heap that jobs have. Guarded by this. */
	private long training;

	private final Semaphore waiting = new Semaphore(MOST_WAITING, true);

	/**
	 * A part of this process's heap.
	 * @param size as configured, or 0 for a quarter of the heap
	 */
	@Autowired
	ModelMemory(@Value("${charrnn.inference.model-memory:0}") DataSize size) {
		this((size.toBytes() > 0) ? size : DataSize.ofBytes(Runtime.getRuntime().maxMemory() / 4),
				Runtime.getRuntime().maxMemory(), PATIENCE);
	}

	/**
	 * A part of a heap.
	 * @param heap how large the Java heap may grow, in bytes
	 * @param patience how long to wait for what others have
	 */
	public ModelMemory(DataSize size, long heap, Duration patience) {
		this.size = size;
		this.heap = Math.max(0, heap - SERVICE);
		this.most = heap - Math.min(size.toBytes(), heap / 4) - SERVICE;
		this.patience = patience.toNanos();
		this.free = new Units((int) Math.min(Integer.MAX_VALUE, Math.max(1, size.toBytes() / UNIT)));
	}

	/** Its size, if jobs leave so much. */
	public DataSize size() {
		return this.size;
	}

	/** What weights may take that are kept in memory beside it. */
	public synchronized DataSize kept() {
		return DataSize.ofBytes(Math.min(this.size.toBytes(), left() / 2));
	}

	/** What is taken now. */
	public synchronized DataSize taken() {
		return DataSize.ofBytes(this.taken);
	}

	/**
	 * Says how much of the heap jobs take from now on, which models do not get.
	 * @param bytes of all jobs of this process together
	 */
	public void train(long bytes) {
		synchronized (this) {
			this.training = bytes;
		}
		this.watchers.forEach(Runnable::run);
	}

	/** Has something done whenever {@link #kept()} may have changed. */
	public void watch(Runnable watcher) {
		this.watchers.add(watcher);
	}

	private long left() {
		return Math.max(0, this.heap - this.training);
	}

	/**
	 * Works in memory that is taken as long.
	 * @param bytes what is needed at most
	 * @throws UnprocessableException if the heap cannot have so much
	 * @throws UnavailableException if others have it
	 */
	public <T> T within(long bytes, Supplier<T> work) {
		Share share = take(bytes);
		try {
			return work.get();
		}
		finally {
			share.close();
		}
	}

	/**
	 * Takes memory. Who needs more than there is takes three quarters, so that small ones
	 * still find room.
	 * @param bytes what is needed
	 * @return to be closed as soon as it is not
	 * @throws UnprocessableException if the heap cannot have so much
	 * @throws UnavailableException if others have it
	 */
	public Share take(long bytes) {
		if (bytes > this.most) {
			throw new UnprocessableException("not-enough-memory", String.format(Locale.ROOT,
					"This needs about %,d bytes of the Java heap for the model, but at most %,d are available for "
							+ "one. Start the service with a larger heap (java -Xmx), or use a smaller model.",
					bytes, Math.max(0, this.most)))
				.with("estimatedBytes", bytes)
				.with("availableBytes", Math.max(0, this.most));
		}
		int units = this.free.of(bytes);
		try {
			if (!this.free.tryAcquire(units, 0, TimeUnit.NANOSECONDS) && !await(units)) {
				throw busy();
			}
			return share(units, bytes);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("interrupted while waiting for memory for models", ex);
		}
	}

	private synchronized Share share(int units, long bytes) {
		if (this.training > 0 && (double) this.taken + bytes > left() - kept().toBytes()) {
			this.free.release(units);
			throw new UnavailableException("too-many-requests", String.format(Locale.ROOT,
					"Training uses about %,d bytes of the Java heap now, which leaves too little for this. Wait, or "
							+ "start the service with a larger heap (java -Xmx).",
					this.training), RETRY_AFTER);
		}
		this.taken += bytes;
		return new Share(units, bytes);
	}

	private boolean await(int units) throws InterruptedException {
		if (!this.waiting.tryAcquire()) {
			return false;
		}
		try {
			return this.free.tryAcquire(units, this.patience, TimeUnit.NANOSECONDS);
		}
		finally {
			this.waiting.release();
		}
	}

	private UnavailableException busy() {
		return new UnavailableException("too-many-requests", String.format(Locale.ROOT,
				"Models are processed in %,d bytes of memory (charrnn.inference.model-memory), and others use too "
						+ "much of it now.",
				this.size.toBytes()), RETRY_AFTER);
	}

	/**
	 * Takes memory that is in use already, whether there is enough or not: others wait
	 * the longer.
	 * @return to be closed as soon as it is not
	 */
	public synchronized Share takeUsed(long bytes) {
		int units = this.free.of(bytes);
		this.free.reducePermits(units);
		this.taken += bytes;
		return new Share(units, bytes);
	}

	private synchronized void giveBack(Share share) {
		this.free.release(share.units);
		this.taken -= share.bytes;
		share.units = 0;
		share.bytes = 0;
	}

	/** Memory that somebody has taken. */
	public final class Share implements AutoCloseable {

		private int units;

		private long bytes;

		private Share(int units, long bytes) {
			this.units = units;
			this.bytes = bytes;
		}

		/** Gives it back, once. */
		@Override
		public void close() {
			giveBack(this);
		}

	}

	/** Who came first is first, however much it needs. */
	private static final class Units extends Semaphore {

		private static final long serialVersionUID = 1;

		private final int all;

		Units(int all) {
			super(all, true);
			this.all = all;
		}

		int of(long bytes) {
			return (int) Math.min((bytes + UNIT - 1) / UNIT, Math.max(1, this.all / 4 * 3L));
		}

		@Override
		protected void reducePermits(int reduction) {
			super.reducePermits(reduction);
		}

	}

}
