package io.charrnn.registry;

import java.util.Locale;

import io.charrnn.problem.ConflictException;

import io.charrnn.workspace.WorkspaceSql;
import org.springframework.stereotype.Component;

/** Bounds how many models there are. */
@Component
public class ModelQuota {

	private final WorkspaceSql sql;

	private final RegistrySettings settings;

	ModelQuota(WorkspaceSql sql, RegistrySettings settings) {
		this.sql = sql;
		this.settings = settings;
	}

	/**
	 * Checks whether there is room for one more version.
	 * @throws ConflictException if there is none
	 */
	public void check() {
		int most = this.settings.maxModels();
		if (this.sql.everywhere("SELECT count(*) FROM model_version").query(Integer.class).single() >= most) {
			throw new ConflictException("too-many-models", String.format(Locale.ROOT,
					"%,d versions of models are kept, which is the most (charrnn.registry.max-models); delete some.",
					most));
		}
	}

}
