package io.charrnn.inference.inspection;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

import io.charrnn.access.Account;
import io.charrnn.access.Accounts;
import io.charrnn.inference.Fields;
import io.charrnn.inference.serving.OneAtATime;
import io.charrnn.inference.Texts;
import io.charrnn.inference.UnknownCharacters;
import io.charrnn.inference.inspection.ActivationsResponse.Activation;
import io.charrnn.inference.serving.LoadedModel;
import io.charrnn.inference.serving.LoadedModels;
import io.charrnn.model.Architecture;
import io.charrnn.model.EncodedText;
import io.charrnn.model.step.Trace;
import io.charrnn.problem.MalformedException;
import io.charrnn.problem.UnprocessableException;
import io.charrnn.registry.AnyModel;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Shows what happens inside of models. */
@RestController
@Tag(name = "Inference")
class InspectionController {

	private static final int MOST_CHARACTERS = 20_000;

	/** Multiplications: some seconds of one core. */
	private static final long MOST_WORK = 5_000_000_000L;

	/** Bounds the answer's size. */
	private static final long MOST_VALUES = 500_000;

	private static final int DEFAULT_TOP = 10;

	private static final int MOST_TOP = 100;

	private final LoadedModels loaded;

	private final Accounts accounts;

	private final OneAtATime inspections = new OneAtATime("activations");

	InspectionController(LoadedModels loaded, Accounts accounts) {
		this.accounts = accounts;
		this.loaded = loaded;
	}

	@Operation(operationId = "activations", summary = "Show what units do while a model reads",
			description = "Reads a text from the zero state and returns h, and optionally the gates, of units of one "
					+ "layer after each character. Characters x units x values per unit may be at most 500,000.")
	@PostMapping(path = "/api/v1/models/{reference}/activations", consumes = "application/json",
			produces = "application/json")
	ActivationsResponse activations(@AnyModel @PathVariable String reference, @RequestBody ActivationsRequest request) {
		LoadedModel model = this.loaded.get(reference);
		Architecture architecture = model.architecture();
		EncodedText text = text(MalformedException.required("text", request.text()), model,
				request.unknownCharacters());
		int layer = Fields.within("layer", request.layer(), 0, architecture.layers() - 1, architecture.layers() - 1);
		List<Integer> units = units(request.units(), architecture);
		boolean gates = Boolean.TRUE.equals(request.gates());
		int each = gates ? architecture.cell().stateVectors() + architecture.cell().gateNames().size() : 1;
		if ((long) text.length() * units.size() * each > MOST_VALUES) {
			throw UnprocessableException.outOfBounds("text", text.length() + " characters", String.format(Locale.ROOT,
					"so short that characters x units x %d values are at most %,d", each, MOST_VALUES));
		}
		List<Activation> activations = new ArrayList<>();
		read(model, text, (character, trace) -> activations.add(new Activation(Character.toString(character),
				pick(trace.hidden(layer), units), gates ? pick(trace.inside(layer), units) : null)));
		return new ActivationsResponse(model.reference(), layer, units, activations, model.fingerprint());
	}

	@Operation(operationId = "units", summary = "Find the units that track properties of a text",
			description = "Reads a text from the zero state and correlates h of every unit of every layer with "
					+ "properties of the text: `insideQuotes` is 1 from a quotation mark (U+0022) to before "
					+ "the next, `linePosition` counts characters since the last line break, `bracketDepth` "
					+ "counts open brackets, `upperCase` is 1 at capital letters.")
	@PostMapping(path = "/api/v1/models/{reference}/units", consumes = "application/json",
			produces = "application/json")
	UnitsResponse units(@AnyModel @PathVariable String reference, @RequestBody UnitsRequest request) {
		int top = Fields.within("top", request.top(), 1, MOST_TOP, DEFAULT_TOP);
		List<Property> properties = properties(request.properties());
		LoadedModel model = this.loaded.get(reference);
		EncodedText text = text(MalformedException.required("text", request.text()), model,
				request.unknownCharacters());
		Correlations correlations = new Correlations(model.architecture(), properties);
		read(model, text, correlations::add);
		return new UnitsResponse(model.reference(), correlations.best(top), model.fingerprint());
	}

	private void read(LoadedModel model, EncodedText text, Reader reader) {
		Account account = this.accounts.open();
		this.inspections.inTurn(() -> {
			account.charge(text.length());
			Trace trace = new Trace(model.stepper());
			for (int position = 0; position < text.length(); position++) {
				trace.read(text.at(position));
				reader.read(model.alphabet().characterAt(text.at(position)), trace);
			}
			return trace;
		});
	}

	private static EncodedText text(String text, LoadedModel model, @Nullable UnknownCharacters unknownCharacters) {
		Fields.characters("text", List.of(text), MOST_CHARACTERS);
		EncodedText encoded = Texts.encode(text, model.alphabet(), unknownCharacters);
		long most = Math.max(1, MOST_WORK / model.architecture().parameterCount());
		if (encoded.length() < 1 || encoded.length() > most) {
			throw Fields.size("text", encoded.length(), String.format(Locale.ROOT,
					"from 1 to %,d characters that this model knows", Math.min(MOST_CHARACTERS, most)));
		}
		return encoded;
	}

	private static List<Integer> units(@Nullable List<@Nullable Integer> units, Architecture architecture) {
		if (units == null) {
			return IntStream.range(0, architecture.hiddenSize()).boxed().toList();
		}
		if (units.isEmpty() || units.size() > architecture.hiddenSize()) {
			throw Fields.size("units", units.size(),
					String.format(Locale.ROOT, "from 1 to %,d numbers", architecture.hiddenSize()));
		}
		List<Integer> checked = new ArrayList<>();
		for (int index = 0; index < units.size(); index++) {
			Integer unit = units.get(index);
			checked.add(Fields.within(String.format(Locale.ROOT, "units[%d]", index), (unit != null) ? unit : -1, 0,
					architecture.hiddenSize() - 1, 0));
		}
		return checked;
	}

	private static List<Property> properties(@Nullable List<@Nullable Property> properties) {
		if (properties == null) {
			return List.of(Property.values());
		}
		if (properties.isEmpty() || properties.size() > Property.values().length) {
			throw Fields.size("properties", properties.size(),
					String.format(Locale.ROOT, "from 1 to %d names", Property.values().length));
		}
		List<Property> checked = new ArrayList<>();
		for (Property property : properties) {
			if (property == null) {
				throw UnprocessableException.outOfBounds("properties", "null", "names of properties");
			}
			checked.add(property);
		}
		return checked;
	}

	private static float[] pick(float[] values, List<Integer> units) {
		float[] picked = new float[units.size()];
		for (int index = 0; index < picked.length; index++) {
			picked[index] = values[units.get(index)];
		}
		return picked;
	}

	private static Map<String, float[]> pick(Map<String, float[]> values, List<Integer> units) {
		Map<String, float[]> picked = new LinkedHashMap<>();
		values.forEach((name, all) -> picked.put(name, pick(all, units)));
		return picked;
	}

	/** Is told of each character after it was read. */
	@FunctionalInterface
	private interface Reader {

		void read(int character, Trace trace);

	}

	/** What to read, and what to tell. */
	@Schema(example = """
			{"text": "To be, or not", "layer": 0, "units": [0, 1]}""")
	record ActivationsRequest(@Schema(description = "1 to 20,000 characters.", example = "To be, or not") String text,
			@Schema(description = "Counted from 0; defaults to the last layer.", minimum = "0",
					example = "0") @Nullable Integer layer,
			@Schema(description = "Counted from 0; defaults to all units of the layer.",
					example = "[0, 1]") @Nullable List<@Nullable Integer> units,
			@Schema(description = "Whether to return the gates as well.",
					defaultValue = "false") @Nullable Boolean gates,
			@Schema(description = "`error` rejects a text with characters that the model does not know; `skip` "
					+ "leaves them out.", defaultValue = "error") @Nullable UnknownCharacters unknownCharacters) {
	}

	/** What to read, and what to look for. */
	@Schema(example = """
			{"text": "\\"To be\\", he said (or not).\\n", "top": 3}""")
	record UnitsRequest(
			@Schema(description = "1 to 20,000 characters.", example = "\"To be\", he said (or not).\n") String text,
			@Schema(description = "The properties; defaults to all.") @Nullable List<@Nullable Property> properties,
			@Schema(description = "Number of units to return per property.", minimum = "1", maximum = "100",
					defaultValue = "10") @Nullable Integer top,
			@Schema(description = "`error` rejects a text with characters that the model does not know; `skip` "
					+ "leaves them out.", defaultValue = "error") @Nullable UnknownCharacters unknownCharacters) {
	}

}
