package io.charrnn.inference.serving;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

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
 * Models in memory: those that are pinned, and as many others as fit. Requests that come
 * while a model is being loaded wait for that one load; requests for other models do not.
 * What is being loaded is counted in {@link ModelMemory}, and so is what is not kept any
 * more as long as requests use it; who wants it meanwhile shares it.
 */
@Component
public class LoadedModels {

	private final Models models;

	private final ModelMemory memory;

	private final KnownModels known;

	private final String programVersion;

	private final AsyncCache<Key, SharedWeights> kept;

	/** What makes no room for others. */
	private final Map<Key, SharedWeights> pinned = new ConcurrentHashMap<>();

	/** All that anybody still has. */
	private final Cache<Key, SharedWeights> used = Caffeine.newBuilder().weakValues().build();

	private final AtomicLong uses = new AtomicLong();

	private volatile @Nullable LoadedModelMeters meters;

	LoadedModels(Models models, ModelMemory memory, KnownModels known, ObjectProvider<BuildProperties> build) {
		this.models = models;
		this.memory = memory;
		this.known = known;
		BuildProperties properties = build.getIfAvailable();
		this.programVersion = (properties != null) ? String.valueOf(properties.getVersion()) : "";
		this.kept = Caffeine.newBuilder()
			.maximumWeight(Math.max(1, memory.kept().toKilobytes()))
			.weigher((Key key, SharedWeights loaded) -> (int) Math.min(Integer.MAX_VALUE, kilobytes(loaded)))
			.executor(Runnable::run)
			.removalListener((key, removed, cause) -> {
				dropped(removed);
				show();
			})
			.recordStats()
			.buildAsync();
		memory.watch(this::fit);
	}

	/**
	 * Lets go of what there is no memory for any more beside the models that are pinned.
	 */
	private void fit() {
		long most = Math.max(1, this.memory.kept().toKilobytes() - kilobytes(this.pinned.values()));
		this.kept.synchronous().policy().eviction().ifPresent((eviction) -> eviction.setMaximum(most));
		show();
	}

	/**
	 * Finds a model and loads it if it is not in memory.
	 * @param reference as {@link Models#find} takes it
	 * @throws io.charrnn.problem.NotFoundException if there is none
	 * @throws io.charrnn.problem.UnavailableException if there is no memory for it now
	 */
	public LoadedModel get(String reference) {
		return get(find(reference));
	}

	/**
	 * Finds a model.
	 * @param reference as {@link Models#find} takes it
	 * @throws io.charrnn.problem.NotFoundException if there is none
	 */
	StoredModel find(String reference) {
		return this.known.find(reference);
	}

	/** Loads a model if it is not in memory. */
	public LoadedModel get(StoredModel stored) {
		SharedWeights shared = shared(stored);
		useInThisRequest(shared);
		Weights loaded = shared.weights();
		return new LoadedModel(stored.reference(), loaded.alphabet(), loaded.stepper(), loaded.fingerprint());
	}

	/** Keeps a model in memory from now on, and loads it if it is not there. */
	synchronized void pin(StoredModel stored) {
		Key key = Key.of(stored);
		if (!this.pinned.containsKey(key)) {
			SharedWeights weights = shared(stored);
			weights.keep();
			this.pinned.put(key, weights);
			fit();
			this.kept.synchronous().invalidate(key);
		}
	}

	/** Lets those that are pinned, but are not among these, make room like others. */
	synchronized void pinNoneBut(Collection<StoredModel> models) {
		Set<Key> still = models.stream().map(Key::of).collect(Collectors.toSet());
		Map.copyOf(this.pinned).forEach((key, weights) -> {
			if (!still.contains(key)) {
				this.pinned.remove(key);
				fit();
				weights.keep();
				this.kept.put(key, CompletableFuture.completedFuture(weights));
				weights.drop();
			}
		});
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
			dropped(this.pinned.remove(key));
			this.kept.synchronous().invalidate(key);
		}
		fit();
	}

	/** How many different weights are in memory now. */
	int count() {
		this.kept.synchronous().cleanUp();
		return this.kept.asMap().size() + this.pinned.size();
	}

	/** What they take. */
	DataSize memory() {
		return DataSize.ofKilobytes(kilobytes(this.pinned.values()) + this.kept.synchronous()
			.policy()
			.eviction()
			.map((eviction) -> eviction.weightedSize().orElse(0))
			.orElse(0L));
	}

	private static long kilobytes(Collection<SharedWeights> weights) {
		return weights.stream().mapToLong(LoadedModels::kilobytes).sum();
	}

	private static long kilobytes(SharedWeights weights) {
		return 1 + weights.weights().size() / 1024;
	}

	/** Counts hits, misses and what had to make room, and shows what is there. */
	void monitor(MeterRegistry registry) {
		CaffeineCacheMetrics.monitor(registry, this.kept, "models");
		this.meters = new LoadedModelMeters(registry);
		show();
	}

	private void show() {
		LoadedModelMeters shown = this.meters;
		if (shown != null) {
			Map<SharedWeights, Boolean> there = new HashMap<>();
			this.kept.synchronous().asMap().values().forEach((weights) -> there.put(weights, false));
			this.pinned.values().forEach((weights) -> there.put(weights, true));
			shown.show(there);
		}
	}

	private SharedWeights shared(StoredModel stored) {
		SharedWeights stays = this.pinned.get(Key.of(stored));
		if (stays != null) {
			return stays;
		}
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
			show();
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
			SharedWeights loaded = new SharedWeights(stored.owner(), stored.reference(),
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
	 * @param precision in which they are stepped
	 */
	private record Key(String archiveSha256, Precision precision) {

		static Key of(StoredModel model) {
			return new Key(model.archiveSha256(), model.precision());
		}

	}

}
