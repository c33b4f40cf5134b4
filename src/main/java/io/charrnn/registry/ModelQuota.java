package io.charrnn.registry;

import java.util.Locale;

import io.charrnn.problem.ConflictException;

import io.charrnn.workspace.Resource;
import io.charrnn.workspace.WorkspaceQuota;
import io.charrnn.workspace.WorkspaceSql;
import org.springframework.stereotype.Component;

/** Limits the number of models. */
@Component
public class ModelQuota {

	private final WorkspaceSql sql;

	private final WorkspaceQuota quota;

	private final RegistrySettings settings;

	ModelQuota(WorkspaceSql sql, WorkspaceQuota quota, RegistrySettings settings) {
		this.quota = quota;
		this.sql = sql;
		this.settings = settings;
	}

	/**
	 * Checks whether there is room for one more version.
	 * @param bytes of its archive, as far as they are known
	 * @throws ConflictException if there is none
	 */
	public void check(long bytes) {
		this.quota.check(Resource.MODELS, bytes);
		int most = this.settings.maxModels();
		if (this.sql.everywhere("SELECT count(*) FROM model_version").query(Integer.class).single() >= most) {
			throw new ConflictException("too-many-models", String.format(Locale.ROOT,
					"There are %,d model versions, the maximum (charrnn.registry.max-models); delete some.", most));
		}
	}

}
