package io.charrnn.process;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Threads for work that must go on as long as the service runs. The JDK's executors
 * swallow a failure and just stop working; here, the process ends.
 */
public final class VitalThreads extends ScheduledThreadPoolExecutor {

	private final String name;

	private final BiConsumer<String, Throwable> death;

	/**
	 * Threads that are needed.
	 * @param count how many there are
	 */
	public VitalThreads(String name, int count) {
		this(name, count, Fatal::end);
	}

	VitalThreads(String name, int count, BiConsumer<String, Throwable> death) {
		super(count, new CustomizableThreadFactory(name + "-"));
		this.name = name;
		this.death = death;
	}

	@Override
	protected void afterExecute(Runnable work, @Nullable Throwable failure) {
		super.afterExecute(work, failure);
		Throwable cause = (failure == null && work instanceof Future<?> future && future.isDone()) ? failure(future)
				: failure;
		if (cause != null && !isShutdown()) {
			this.death.accept("The thread " + this.name, cause);
		}
	}

	private static @Nullable Throwable failure(Future<?> ended) {
		try {
			ended.get();
			return null;
		}
		catch (ExecutionException ex) {
			return ex.getCause();
		}
		catch (CancellationException ex) {
			return null;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return null;
		}
	}

}
