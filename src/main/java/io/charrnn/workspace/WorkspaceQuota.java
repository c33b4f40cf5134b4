package io.charrnn.workspace;

import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import io.charrnn.problem.ConflictException;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/** Limits what each workspace may have. */
@Component
@EnableConfigurationProperties(QuotaSettings.class)
public class WorkspaceQuota {

	private final Workspaces workspaces;

	private final WorkspaceSql sql;

	private final Clock clock;

	private final Quotas usual;

	WorkspaceQuota(Workspaces workspaces, WorkspaceSql sql, Clock clock, QuotaSettings settings) {
		this.workspaces = workspaces;
		this.sql = sql;
		this.clock = clock;
		this.usual = settings.quotas();
	}

	/**
	 * Checks, in the transaction that makes something, that the workspace that this
	 * thread acts in may have it. Others who make something in it wait until that
	 * transaction ends.
	 * @param resource of which there will be one more
	 * @param bytes that it takes
	 * @throws ConflictException if it has as much already
	 */
	public void check(Resource resource, long bytes) {
		check(Map.of(resource, 1L, Resource.BYTES, Math.max(1, bytes)));
	}

	/**
	 * Checks, in the transaction that pins a model, that the workspace that this thread
	 * acts in may have it in memory.
	 * @param bytes that it takes there
	 * @throws ConflictException if it has as much already
	 */
	public void checkPinned(long bytes) {
		check(Map.of(Resource.PINNED_BYTES, bytes));
	}

	private void check(Map<Resource, Long> more) {
		Workspace workspace = CurrentWorkspace.get();
		this.workspaces.add(workspace);
		Quotas quotas = of(workspace);
		if (more.keySet().stream().anyMatch((resource) -> resource.most(quotas) > 0)) {
			this.workspaces.lock(workspace);
			new TreeMap<>(more).forEach((resource, needed) -> check(resource, needed, quotas, workspace));
		}
	}

	/** What a workspace may have: by its own quotas, or else by the settings. */
	Quotas of(Workspace workspace) {
		return this.workspaces.find(workspace).map(Workspaces.Stored::quotas).orElse(Quotas.NONE).or(this.usual);
	}

	private void check(Resource resource, long more, Quotas quotas, Workspace workspace) {
		long most = resource.most(quotas);
		long used = (most > 0) ? resource.used(this.sql, this.clock.millis()) : 0;
		if (most > 0 && used + more > most) {
			throw new ConflictException("workspace-quota", String.format(Locale.ROOT,
					"The workspace %s may have %,d %s and has %,d; this would add %,d. Delete some, or have its "
							+ "quota raised.",
					workspace, most, resource.noun(), used, more))
				.with("workspace", workspace.name())
				.with("quota", most)
				.with("used", used)
				.with("added", more);
		}
	}

}
