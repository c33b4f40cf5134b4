package io.charrnn.inference.serving;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.charrnn.model.Precision;
import io.charrnn.registry.ModelDeleted;
import io.charrnn.registry.ModelMemory;
import io.charrnn.registry.Models;
import io.charrnn.registry.StoredModel;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.util.unit.DataSize;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * Models in memory, as many as fit. Requests that come while a model is being loaded wait
 * for that one load; requests for other models do not. What is being loaded is counted in
 * {@link ModelMemory}, and so is what is not kept any more as long as requests use it;
 * who wants it meanwhile shares it.
 */
@Component
public class LoadedModels {

	private final Models models;

	private final ModelMemory memory;

	private final KnownModels known;

	private final String programVersion;

	private final AsyncCache<Key, SharedWeights> kept;

	/** All that anybody still has. */
	private final Cache<Key, SharedWeights> used = Caffeine.newBuilder().weakValues().build();

	private final AtomicLong uses = new AtomicLong();

	LoadedModels(Models models, ModelMemory memory, KnownModels known, ObjectProvider<BuildProperties> build) {
		this.models = models;
		this.memory = memory;
		this.known = known;
		BuildProperties properties = build.getIfAvailable();
		this.programVersion = (properties != null) ? String.valueOf(properties.getVersion()) : "";
		this.kept = Caffeine.newBuilder()
			.maximumWeight(Math.max(1, memory.kept().toKilobytes()))
			.weigher((Key key,
					SharedWeights loaded) -> (int) Math.min(Integer.MAX_VALUE, 1 + loaded.weights().size() / 1024))
			.executor(Runnable::run)
			.removalListener((key, removed, cause) -> dropped(removed))
			.recordStats()
			.buildAsync();
		memory.watch(this::fit);
	}

	/** Lets go of what there is no memory for any more. */
	private void fit() {
		this.kept.synchronous()
			.policy()
			.eviction()
			.ifPresent((eviction) -> eviction.setMaximum(Math.max(1, this.memory.kept().toKilobytes())));
	}

	/**
	 * Finds a model and loads it if it is not in memory.
	 * @param reference as {@link Models#find} takes it
	 * @throws io.charrnn.problem.NotFoundException if there is none
	 * @throws io.charrnn.problem.UnavailableException if there is no memory for it now
	 */
	public LoadedModel get(String reference) {
		return get(this.known.find(reference));
	}

	/** Loads a model if it is not in memory. */
	public LoadedModel get(StoredModel stored) {
		SharedWeights shared = shared(stored);
		useInThisRequest(shared);
		Weights loaded = shared.weights();
		return new LoadedModel(stored.reference(), loaded.alphabet(), loaded.stepper(), loaded.fingerprint());
	}

	/**
	 * Drops the weights of a version that is gone; those who still need them load them
	 * again.
	 */
	@TransactionalEventListener
	void deleted(ModelDeleted event) {
		for (Precision precision : Precision.values()) {
			Key key = new Key(event.archiveSha256(), precision);
			this.used.invalidate(key);
			this.kept.synchronous().invalidate(key);
		}
	}

	/** How many different weights are in memory now. */
	int count() {
		this.kept.synchronous().cleanUp();
		return this.kept.asMap().size();
	}

	/** What they take. */
	DataSize memory() {
		return DataSize.ofKilobytes(this.kept.synchronous()
			.policy()
			.eviction()
			.map((eviction) -> eviction.weightedSize().orElse(0))
			.orElse(0L));
	}

	/** Counts hits, misses and what had to make room. */
	void monitor(MeterRegistry registry) {
		CaffeineCacheMetrics.monitor(registry, this.kept, "models");
	}

	private SharedWeights shared(StoredModel stored) {
		CompletableFuture<SharedWeights> mine = new CompletableFuture<>();
		CompletableFuture<SharedWeights> loading = this.kept.get(Key.of(stored), (key, executor) -> mine);
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
	private void load(StoredModel stored, CompletableFuture<SharedWeights> result) {
		try {
			SharedWeights still = this.used.getIfPresent(Key.of(stored));
			SharedWeights loaded = (still != null) ? still : loadNow(stored);
			loaded.keep();
			result.complete(loaded);
		}
		catch (Throwable ex) {
			result.completeExceptionally(ex);
			if (ex instanceof Error error) {
				throw error;
			}
		}
	}

	private SharedWeights loadNow(StoredModel stored) {
		return this.memory.within(Weights.size(stored.architecture()), () -> {
			SharedWeights loaded = new SharedWeights(
					Weights.of(this.models.load(stored), stored.precision(), this.programVersion), this.memory);
			this.used.put(Key.of(stored), loaded);
			return loaded;
		});
	}

	private static void dropped(@Nullable SharedWeights weights) {
		if (weights != null) {
			weights.drop();
		}
	}

	/** Until its answer is sent, however it ends. */
	private void useInThisRequest(SharedWeights shared) {
		RequestAttributes request = RequestContextHolder.getRequestAttributes();
		if (request != null) {
			shared.use();
			request.registerDestructionCallback(LoadedModels.class.getName() + this.uses.incrementAndGet(),
					shared::leave, RequestAttributes.SCOPE_REQUEST);
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
