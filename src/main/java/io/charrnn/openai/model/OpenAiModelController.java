package io.charrnn.openai.model;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

import io.charrnn.api.Page;
import io.charrnn.openai.list.Deleted;
import io.charrnn.openai.list.ListObject;
import io.charrnn.registry.ModelVersion;
import io.charrnn.registry.Models;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Lists, shows and deletes models. */
@RestController
@RequestMapping("/v1/models")
@Tag(name = "OpenAI")
class OpenAiModelController {

	private static final int PAGE = 500;

	private final Models models;

	OpenAiModelController(Models models) {
		this.models = models;
	}

	@Operation(operationId = "openAiListModels", summary = "List models",
			description = "Each name, which means its newest version, and each version, newest first, then those "
					+ "shared by other workspaces.")
	@GetMapping
	ListObject<ModelObject> list() {
		List<ModelObject> found = new ArrayList<>();
		Set<String> names = new LinkedHashSet<>();
		for (ModelVersion version : all()) {
			if (names.add(version.newest())) {
				found.add(ModelObject.of(version.newest(), version.stored()));
			}
			found.add(ModelObject.of(version.reference(), version.stored()));
		}
		return ListObject.of(found, ModelObject::id, false);
	}

	@Operation(operationId = "openAiShowModel", summary = "Show a model",
			description = "A bare name means its newest version; a checkpoint's id is accepted as well.")
	@GetMapping("/{model}")
	ModelObject show(@PathVariable String model) {
		return ModelObject.of(model, this.models.find(model));
	}

	@Operation(operationId = "openAiDeleteModel", summary = "Delete a model version",
			description = "Requires `name:version`, because a bare name would mean another version after the next "
					+ "training.")
	@DeleteMapping("/{model}")
	Deleted delete(@PathVariable String model) {
		this.models.delete(model);
		return Deleted.of("model", model);
	}

	private List<ModelVersion> all() {
		List<ModelVersion> all = new ArrayList<>();
		collect((after) -> this.models.list(null, PAGE, after), all);
		collect((after) -> this.models.listShared(PAGE, after), all);
		return all;
	}

	private static void collect(Function<@Nullable String, Page<ModelVersion>> pages, List<ModelVersion> all) {
		Page<ModelVersion> page = pages.apply(null);
		all.addAll(page.items());
		while (page.next() != null) {
			page = pages.apply(page.next());
			all.addAll(page.items());
		}
	}

}
