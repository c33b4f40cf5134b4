package io.charrnn.registry;

import java.util.Locale;

import io.charrnn.problem.ConflictException;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Bounds how many models there are. */
@Component
public class ModelQuota {

	private final JdbcClient jdbc;

	private final RegistrySettings settings;

	ModelQuota(JdbcClient jdbc, RegistrySettings settings) {
		this.jdbc = jdbc;
		this.settings = settings;
	}

	/**
	 * Checks whether there is room for one more version.
	 * @throws ConflictException if there is none
	 */
	public void check() {
		int most = this.settings.maxModels();
		if (this.jdbc.sql("SELECT count(*) FROM model_version").query(Integer.class).single() >= most) {
			throw new ConflictException("too-many-models", String.format(Locale.ROOT,
					"%,d versions of models are kept, which is the most (charrnn.registry.max-models); delete some.",
					most));
		}
	}

}
