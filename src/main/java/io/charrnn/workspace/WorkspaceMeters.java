package io.charrnn.workspace;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.charrnn.process.DatabaseChore;
import io.charrnn.process.FirstReplica;
import io.charrnn.workspace.Workspaces.Stored;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Shows what workspaces have, and may have, once a minute; one replica does. Of very
 * many, those that were heard of first: so the number of labels has a bound.
 */
@Component
class WorkspaceMeters extends DatabaseChore implements MeterBinder {

	static final int MOST = 100;

	private static final String CHARACTERS = "characters_today";

	private final Workspaces workspaces;

	private final WorkspaceQuota quota;

	private final DailyCharacters characters;

	private final WorkspaceSql sql;

	private final Clock clock;

	private final FirstReplica first;

	private @Nullable MultiGauge used;

	private @Nullable MultiGauge allowed;

	WorkspaceMeters(Workspaces workspaces, WorkspaceQuota quota, DailyCharacters characters, WorkspaceSql sql,
			Clock clock, FirstReplica first) {
		super("workspace-meters", Duration.ZERO, Duration.ofMinutes(1));
		this.workspaces = workspaces;
		this.quota = quota;
		this.characters = characters;
		this.sql = sql;
		this.clock = clock;
		this.first = first;
	}

	@Override
	public synchronized void bindTo(MeterRegistry registry) {
		this.used = MultiGauge.builder("charrnn.workspace.used")
			.description("A workspace's use of a resource")
			.register(registry);
		this.allowed = MultiGauge.builder("charrnn.workspace.quota")
			.description("A workspace's limit on a resource, if it has one")
			.register(registry);
	}

	@Override
	protected synchronized void work() {
		if (this.used == null || this.allowed == null) {
			return;
		}
		if (!this.first.isThis()) {
			this.used.register(List.of(), true);
			this.allowed.register(List.of(), true);
			return;
		}
		List<Row<?>> has = new ArrayList<>();
		List<Row<?>> may = new ArrayList<>();
		List<Stored> shown = this.workspaces.list()
			.stream()
			.sorted(Comparator.comparing(Stored::createdAt).thenComparing((stored) -> stored.workspace().name()))
			.limit(MOST)
			.toList();
		for (Stored stored : shown) {
			Workspace workspace = stored.workspace();
			Quotas quotas = this.quota.of(workspace);
			CurrentWorkspace.run(workspace, () -> {
				for (Resource resource : Resource.values()) {
					has.add(row(workspace, resource.label(), resource.used(this.sql, this.clock.millis())));
					addBound(may, workspace, resource.label(), resource.most(quotas));
				}
			});
			has.add(row(workspace, CHARACTERS, this.characters.today(workspace)));
			addBound(may, workspace, CHARACTERS, Resource.bound(quotas.charactersPerDay()));
		}
		this.used.register(has, true);
		this.allowed.register(may, true);
	}

	private static void addBound(List<Row<?>> rows, Workspace workspace, String resource, long most) {
		if (most > 0) {
			rows.add(row(workspace, resource, most));
		}
	}

	private static Row<?> row(Workspace workspace, String resource, long value) {
		return Row.of(Tags.of("workspace", workspace.name(), "resource", resource), value);
	}

}
