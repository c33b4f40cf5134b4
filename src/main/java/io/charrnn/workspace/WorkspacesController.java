package io.charrnn.workspace;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

import io.charrnn.api.Page;
import io.charrnn.problem.MalformedException;
import io.charrnn.problem.NotFoundException;
import io.charrnn.problem.Shown;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Shows workspaces, and what they may have. Who administers the service sees all of them,
 * others their own.
 */
@RestController
@RequestMapping("/api/v1/workspaces")
@Tag(name = "Workspaces")
class WorkspacesController {

	private static final String EXAMPLE = "default";

	private final Workspaces workspaces;

	private final WorkspaceQuota quota;

	private final DailyCharacters characters;

	private final WorkspaceSql sql;

	private final Clock clock;

	WorkspacesController(Workspaces workspaces, WorkspaceQuota quota, DailyCharacters characters, WorkspaceSql sql,
			Clock clock) {
		this.workspaces = workspaces;
		this.characters = characters;
		this.quota = quota;
		this.sql = sql;
		this.clock = clock;
	}

	@Operation(operationId = "listWorkspaces", summary = "List workspaces by name",
			description = "With a key that has `admin`, all workspaces that have or had a key or contents; with "
					+ "others, their own.")
	@GetMapping(produces = "application/json")
	Page<WorkspaceDescription> list() {
		this.workspaces.add(CurrentWorkspace.get());
		return new Page<>(this.workspaces.list()
			.stream()
			.filter((stored) -> CurrentWorkspace.sees(stored.workspace()))
			.map(WorkspaceDescription::of)
			.toList(), null);
	}

	@Operation(operationId = "showWorkspace", summary = "Show a workspace")
	@GetMapping(path = "/{name}", produces = "application/json")
	WorkspaceDescription show(@Parameter(example = EXAMPLE) @PathVariable String name) {
		return WorkspaceDescription.of(find(name));
	}

	@Operation(operationId = "setQuotas", summary = "Set the quotas of a workspace",
			description = "Replaces its own quotas and overrides those in the settings. Existing contents stay.")
	@PutMapping(path = "/{name}", consumes = "application/json", produces = "application/json")
	WorkspaceDescription put(@Parameter(example = EXAMPLE) @PathVariable String name, @RequestBody NewQuotas request) {
		if (request.quotas() == null) {
			throw MalformedException.missing("quotas");
		}
		this.workspaces.put(Workspace.named(name), request.quotas().checked());
		this.characters.work();
		return show(name);
	}

	@Operation(operationId = "showWorkspaceUsage", summary = "Get the usage and limits of a workspace")
	@GetMapping(path = "/{name}/usage", produces = "application/json")
	WorkspaceUsage usage(@Parameter(example = EXAMPLE) @PathVariable String name) {
		Workspace workspace = find(name).workspace();
		return CurrentWorkspace.call(workspace,
				() -> new WorkspaceUsage(workspace, used(Resource.CORPORA), used(Resource.UNFINISHED_JOBS),
						used(Resource.MODELS), used(Resource.SESSIONS), used(Resource.BYTES),
						used(Resource.PINNED_BYTES), this.characters.today(workspace), this.quota.of(workspace)));
	}

	private long used(Resource resource) {
		return resource.used(this.sql, this.clock.millis());
	}

	/** The caller's own is there, whether it is stored yet or not. */
	private Workspaces.Stored find(String name) {
		Optional<Workspace> workspace = Optional.of(name)
			.filter(Workspace::isName)
			.map(Workspace::new)
			.filter(CurrentWorkspace::sees);
		Optional<Workspaces.Stored> stored = workspace.flatMap(this.workspaces::find)
			.or(() -> workspace.filter(CurrentWorkspace.get()::equals)
				.map((own) -> new Workspaces.Stored(own, Instant.ofEpochMilli(this.clock.millis()), Quotas.NONE,
						new Workspaces.CharactersOfDay(0, 0))));
		return stored.orElseThrow(() -> new NotFoundException("workspace-not-found",
				"There is no workspace \"%s\".".formatted(Shown.shortened(name))));
	}

	/**
	 * What a workspace may have from now on.
	 *
	 * @param quotas instead of those it has
	 */
	@Schema(name = "NewWorkspaceQuotas", example = """
			{"quotas": {"corpora": 100, "bytes": 10737418240}}""")
	record NewQuotas(@Nullable Quotas quotas) {
	}

}
