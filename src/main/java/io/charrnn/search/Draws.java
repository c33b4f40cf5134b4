package io.charrnn.search;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.charrnn.problem.Problem;
import io.charrnn.problem.UnprocessableException;
import io.charrnn.training.request.NewTrainingJob;
import io.charrnn.training.request.PlannedTrial;
import io.charrnn.training.request.Trials;
import io.charrnn.training.request.WantedPreset;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.stereotype.Component;

/**
 * The trials of new searches: what the preset auto chooses first, then what is drawn from
 * a space.
 */
@Component
class Draws {

	/** Draws for a trial before it is given up: most are rejected for a bound. */
	private static final int ATTEMPTS = 12;

	private static final int LEAST_HIDDEN = 8;

	private final Trials trials;

	private final JsonMapper json;

	Draws(Trials trials, JsonMapper json) {
		this.trials = trials;
		this.json = json;
	}

	/**
	 * Draws the trials of a search, the first of which is what auto chooses, as near as
	 * the space and the bounds allow.
	 * @throws UnprocessableException if nothing is within the bounds, or if the text is
	 * too short to compare anything on it
	 */
	List<PlannedTrial> draw(String corpus, String model, SearchRequest request) {
		PlannedTrial auto = auto(corpus, model, request);
		if (auto.hyperparameters().run().validationFraction() == 0) {
			throw new UnprocessableException("invalid-search", String.format(Locale.ROOT,
					"The corpus is too short to search on: of its %,d characters none can be held out to compare "
							+ "trials.",
					auto.corpus().characters()))
				.with("field", "corpus");
		}
		Bounds bounds = new Bounds(request, new ReadingTime(auto.corpus().alphabet()));
		ObjectNode chosen = comparable(auto, request.seed());
		SearchSpace space = (request.space() != null) ? SearchSpace.of(request.space()) : SearchSpace.around(chosen);
		PlannedTrial first = first(space, space.nearest(chosen), bounds, auto, model);
		ObjectNode given = comparable(first, request.seed());
		return drawn((request.space() != null) ? space : SearchSpace.around(given), given, bounds, first, model,
				request);
	}

	private PlannedTrial auto(String corpus, String model, SearchRequest request) {
		ObjectNode limits = JsonNodeFactory.instance.objectNode();
		if (request.duration() != null) {
			limits.put("maxDuration", request.duration().toString());
		}
		else {
			limits.put("maxIterations", request.maxIterations());
		}
		return this.trials.plan(new NewTrainingJob(corpus, model, WantedPreset.AUTO, limits, null, null, List.of()));
	}

	/**
	 * The same at a constant rate, so that losses do not depend on how long a trial will
	 * be trained; averaging does what the rate's fall would.
	 */
	private ObjectNode comparable(PlannedTrial planned, long seed) {
		ObjectNode hyperparameters = this.json.valueToTree(planned.hyperparameters());
		((ObjectNode) hyperparameters.get("schedule")).put("type", "constant");
		hyperparameters.put("seed", seed);
		return hyperparameters;
	}

	private PlannedTrial first(SearchSpace space, ObjectNode nearest, Bounds bounds, PlannedTrial auto, String model) {
		PlannedTrial planned = plan(nearest, auto, model);
		while (!bounds.allow(planned)) {
			int hidden = nearest.get("hiddenSize").intValue();
			if (space.searches("hiddenSize") || hidden <= LEAST_HIDDEN) {
				throw bounds.refused(planned);
			}
			nearest.put("hiddenSize", Math.max(LEAST_HIDDEN, hidden * 4 / 5));
			planned = plan(nearest, auto, model);
		}
		return planned;
	}

	private List<PlannedTrial> drawn(SearchSpace space, ObjectNode first, Bounds bounds, PlannedTrial begin,
			String model, SearchRequest request) {
		List<PlannedTrial> drawn = new ArrayList<>(List.of(begin));
		Set<JsonNode> seen = new HashSet<>(Set.of(first));
		int most = request.trialsOrUsual();
		for (int attempt = 0; drawn.size() < most && attempt < most * ATTEMPTS; attempt++) {
			ObjectNode next = space.draw(first, request.seed(), attempt);
			if (seen.add(next)) {
				tryOut(next, begin, model, bounds, drawn);
			}
		}
		return drawn;
	}

	/** A draw that cannot be trained here is none. */
	private void tryOut(ObjectNode next, PlannedTrial begin, String model, Bounds bounds, List<PlannedTrial> drawn) {
		try {
			PlannedTrial planned = plan(next, begin, model);
			if (bounds.allow(planned)) {
				drawn.add(planned);
			}
		}
		catch (UnprocessableException ex) {
			// Such as soap with too large a hiddenSize, or more memory than there is.
		}
	}

	private PlannedTrial plan(ObjectNode hyperparameters, PlannedTrial auto, String model) {
		PlannedTrial planned = this.trials.plan(new NewTrainingJob(auto.corpus().id().value(), model, null,
				hyperparameters, null, auto.engine(), List.of()));
		return new PlannedTrial(planned.engine(), planned.corpus(), planned.hyperparameters(), auto.choice());
	}

	/**
	 * What the network may take.
	 *
	 * @param request with the bounds
	 * @param time measures networks
	 */
	private record Bounds(SearchRequest request, ReadingTime time) {

		boolean allow(PlannedTrial planned) {
			Long parameters = this.request.maxParameters();
			Double microseconds = this.request.maxMicrosecondsPerCharacter();
			return (parameters == null || planned.architecture().parameterCount() <= parameters)
					&& (microseconds == null || this.time.microseconds(planned.architecture(),
							planned.hyperparameters()) <= microseconds);
		}

		Problem refused(PlannedTrial smallest) {
			return new UnprocessableException("invalid-search", String.format(Locale.ROOT,
					"No network in the space is small enough for maxParameters and maxMicrosecondsPerCharacter: with "
							+ "hiddenSize %d it has %,d parameters.",
					smallest.hyperparameters().network().hiddenSize(), smallest.architecture().parameterCount()))
				.with("field",
						(this.request.maxParameters() != null) ? "maxParameters" : "maxMicrosecondsPerCharacter");
		}

	}

}
