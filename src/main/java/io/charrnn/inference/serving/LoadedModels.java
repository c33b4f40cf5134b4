package io.charrnn.inference.serving;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.charrnn.model.Precision;
import io.charrnn.problem.UnavailableException;
import io.charrnn.registry.ModelDeleted;
import io.charrnn.registry.Models;
import io.charrnn.registry.StoredModel;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.util.unit.DataSize;

/**
 * Models in memory, as many as fit. Requests that come while a model is being loaded wait
 * for that one load; requests for other models do not. As many are loaded at a time as
 * fit, too, but always one.
 */
@Component
public class LoadedModels {

	private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

	private final Models models;

	private final KnownModels known;

	private final String programVersion;

	private final AsyncCache<Key, Weights> weights;

	private final DataSize memory;

	/** Bytes of the weights that are being loaded. */
	private final AtomicLong loading = new AtomicLong();

	LoadedModels(Models models, KnownModels known, InferenceSettings settings, ObjectProvider<BuildProperties> build) {
		this.models = models;
		this.known = known;
		BuildProperties properties = build.getIfAvailable();
		this.programVersion = (properties != null) ? String.valueOf(properties.getVersion()) : "";
		this.memory = settings.modelMemoryOrQuarter();
		this.weights = Caffeine.newBuilder()
			.maximumWeight(Math.max(1, this.memory.toKilobytes()))
			.weigher((Key key, Weights loaded) -> (int) Math.min(Integer.MAX_VALUE, 1 + loaded.size() / 1024))
			.executor(Runnable::run)
			.recordStats()
			.buildAsync();
	}

	/**
	 * Finds a model and loads it if it is not in memory.
	 * @param reference as {@link Models#find} takes it
	 * @throws io.charrnn.problem.NotFoundException if there is none
	 * @throws UnavailableException if too much is being loaded
	 */
	public LoadedModel get(String reference) {
		return get(this.known.find(reference));
	}

	/** Loads a model if it is not in memory. */
	public LoadedModel get(StoredModel stored) {
		Weights loaded = weights(stored);
		return new LoadedModel(stored.reference(), loaded.alphabet(), loaded.stepper(), loaded.fingerprint());
	}

	/**
	 * Drops the weights of a version that is gone; those who still need them load them
	 * again.
	 */
	@TransactionalEventListener
	void deleted(ModelDeleted event) {
		for (Precision precision : Precision.values()) {
			this.weights.synchronous().invalidate(new Key(event.archiveSha256(), precision));
		}
	}

	/** How many different weights are in memory now. */
	int count() {
		this.weights.synchronous().cleanUp();
		return this.weights.asMap().size();
	}

	/** What they take. */
	DataSize memory() {
		return DataSize.ofKilobytes(this.weights.synchronous()
			.policy()
			.eviction()
			.map((eviction) -> eviction.weightedSize().orElse(0))
			.orElse(0L));
	}

	/** Counts hits, misses and what had to make room. */
	void monitor(MeterRegistry registry) {
		CaffeineCacheMetrics.monitor(registry, this.weights, "models");
	}

	private Weights weights(StoredModel stored) {
		CompletableFuture<Weights> mine = new CompletableFuture<>();
		CompletableFuture<Weights> loading = this.weights.get(Key.of(stored), (key, executor) -> mine);
		if (loading == mine) {
			load(stored, mine);
		}
		try {
			return loading.join();
		}
		catch (CompletionException ex) {
			throw (ex.getCause() instanceof RuntimeException cause) ? cause : ex;
		}
	}

	/** In the thread of the request that came first; a failure is not kept. */
	private void load(StoredModel stored, CompletableFuture<Weights> result) {
		long bytes = Weights.size(stored.architecture());
		long others = this.loading.getAndAdd(bytes);
		try {
			requireRoom(others, bytes);
			result.complete(Weights.of(this.models.load(stored), stored.precision(), this.programVersion));
		}
		catch (Throwable ex) {
			result.completeExceptionally(ex);
			if (ex instanceof Error error) {
				throw error;
			}
		}
		finally {
			this.loading.addAndGet(-bytes);
		}
	}

	private void requireRoom(long others, long bytes) {
		if (others > 0 && others + bytes > this.memory.toBytes()) {
			throw new UnavailableException("too-many-requests",
					String.format(Locale.ROOT,
							"Models of up to %,d bytes are loaded at a time, and others are being loaded now.",
							this.memory.toBytes()),
					RETRY_AFTER);
		}
	}

	/**
	 * What weights in memory are made of.
	 *
	 * @param archiveSha256 of the archive
	 * @param precision in which they are stepped
	 */
	private record Key(String archiveSha256, Precision precision) {

		static Key of(StoredModel model) {
			return new Key(model.archiveSha256(), model.precision());
		}

	}

}
