package io.charrnn.inference.serving;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.charrnn.problem.NotFoundException;
import io.charrnn.problem.UnavailableException;
import io.charrnn.problem.UnprocessableException;
import io.charrnn.process.DatabaseChore;
import io.charrnn.registry.ModelMemory;
import io.charrnn.registry.Models;
import io.charrnn.registry.StoredModel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Loads the versions that are pinned, at the start and when another replica has pinned
 * one, and lets go of those that are no longer.
 */
@Component
class PinnedModels extends DatabaseChore {

	private static final Logger logger = LoggerFactory.getLogger(PinnedModels.class);

	private static final Duration EVERY = Duration.ofSeconds(10);

	private final Models registry;

	private final LoadedModels models;

	/** Bytes that pinned models may take: the rest is for others. */
	private final long most;

	/** Of which the log has said why they are not in memory. Guarded by this. */
	private final Set<String> told = new HashSet<>();

	PinnedModels(Models registry, LoadedModels models, ModelMemory memory) {
		super("pinned-models", Duration.ZERO, EVERY);
		this.registry = registry;
		this.models = models;
		this.most = memory.size().toBytes() / 4 * 3;
	}

	@Override
	protected synchronized void work() {
		List<StoredModel> pinned = this.registry.pinned();
		this.models.pinNoneBut(pinned);
		List<StoredModel> fitting = new ArrayList<>();
		for (StoredModel model : pinned) {
			fitting.add(model);
			if (bytes(fitting) > this.most) {
				fitting.remove(model);
				tell(model, "the memory for pinned models is full");
			}
			else {
				pin(model);
			}
		}
		this.told.retainAll(pinned.stream().map(StoredModel::reference).toList());
	}

	private void pin(StoredModel model) {
		try {
			this.models.pin(model);
			this.told.remove(model.reference());
		}
		catch (UnprocessableException | UnavailableException | NotFoundException | IllegalStateException ex) {
			tell(model, ex.getMessage());
		}
	}

	private void tell(StoredModel model, @Nullable String why) {
		if (this.told.add(model.reference())) {
			logger.warn("{} is pinned, but not in memory: {}", model.reference(), why);
		}
	}

	/**
	 * Rejects a model that does not fit beside those that are pinned.
	 * @param model that is to be pinned
	 * @throws UnprocessableException saying what it would take
	 */
	void requireRoom(StoredModel model) {
		List<StoredModel> all = new ArrayList<>(this.registry.pinned());
		all.stream().filter((pinned) -> isSame(pinned, model)).findFirst().ifPresent(all::remove);
		all.add(model);
		long bytes = bytes(all);
		if (bytes > this.most) {
			throw new UnprocessableException("not-enough-memory", String.format(Locale.ROOT,
					"pinned cannot be true: with %s, the pinned models would need about %,d bytes, but at most %,d "
							+ "are available to them, three quarters of charrnn.inference.model-memory. Unpin "
							+ "others, or raise that setting.",
					model.reference(), bytes, this.most))
				.with("field", "pinned")
				.with("estimatedBytes", bytes)
				.with("availableBytes", this.most);
		}
	}

	private static boolean isSame(StoredModel one, StoredModel other) {
		return one.reference().equals(other.reference()) && one.archiveSha256().equals(other.archiveSha256());
	}

	/** What models take; those with the same weights share them. */
	private static long bytes(List<StoredModel> models) {
		return models.stream()
			.map((model) -> new Contents(model.archiveSha256() + model.precision(), Weights.size(model.architecture())))
			.distinct()
			.mapToLong(Contents::bytes)
			.sum();
	}

	/**
	 * Weights in memory.
	 *
	 * @param key equal for equal weights
	 * @param bytes that they take
	 */
	private record Contents(String key, long bytes) {
	}

}
