package io.charrnn.registry;

import java.util.List;
import java.util.Objects;

import io.charrnn.api.Tags;
import io.charrnn.problem.ConflictException;
import io.charrnn.problem.UnprocessableException;
import io.charrnn.workspace.WorkspaceSql;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Changes what models are called, and what is said of them. */
@Component
class ModelChanges {

	private final Models models;

	private final WorkspaceSql sql;

	private final ApplicationEventPublisher events;

	ModelChanges(Models models, WorkspaceSql sql, ApplicationEventPublisher events) {
		this.models = models;
		this.sql = sql;
		this.events = events;
	}

	/**
	 * Changes a version's tags and notes, and the name of its model.
	 * @param reference {@code name:version}, or a name for its newest version; a bare
	 * name if the name is to change
	 * @param change what of it
	 * @return the version as it is then
	 * @throws ConflictException if there is a model of the new name
	 */
	@Transactional
	ModelVersion change(String reference, ModelChange change) {
		ModelVersion version = this.models.own(reference);
		note(version, change.tags(), change.notes());
		String name = change.name();
		String newest = (name != null && !name.equals(version.name())) ? rename(reference, version, name)
				: version.reference();
		this.events.publishEvent(new ModelsChanged());
		return this.models.own(newest);
	}

	private void note(ModelVersion version, @Nullable List<String> tags, @Nullable String notes) {
		this.sql.here("""
				UPDATE model_version SET tags = ?, notes = ?
				WHERE workspace = :workspace AND name = ? AND version = ?""")
			.params(Tags.stored((tags != null) ? Tags.check(tags) : version.notes().tags()),
					(notes != null) ? notes : version.notes().notes(), version.name(), version.version())
			.update();
	}

	/** No number of a name is given twice: those of the new name go on counting. */
	private String rename(String reference, ModelVersion newest, String name) {
		if (ModelReference.parse(reference).filter((parsed) -> parsed.version() == null).isEmpty()) {
			throw new UnprocessableException("model-name-required",
					"A model is renamed with all its versions: use its name alone; \"%s\" names one version."
						.formatted(reference))
				.with("field", "name");
		}
		ModelReference.requireName(name);
		if (this.models.isPublished(name)) {
			throw new ConflictException("model-exists",
					"There already is a model \"%s\"; its versions would be mixed with those of \"%s\".".formatted(name,
							newest.name()))
				.with("field", "name");
		}
		int shift = move(newest.name(), name);
		this.events.publishEvent(new ModelRenamed(newest.name(), name, shift));
		return name + ":" + (newest.version() + shift);
	}

	private int move(String from, String to) {
		int shift = this.sql.here("""
				INSERT INTO model (workspace, name, versions) VALUES (:workspace, ?, 0)
				ON CONFLICT (workspace, name) DO UPDATE SET versions = model.versions RETURNING versions""")
			.param(to)
			.query(Integer.class)
			.single();
		this.sql.here("""
				UPDATE model_version SET name = ?, version = version + ?
				WHERE workspace = :workspace AND name = ?""").params(to, shift, from).update();
		int highest = Objects.requireNonNull(
				this.sql.here("SELECT max(version) FROM model_version WHERE workspace = :workspace AND name = ?")
					.param(to)
					.query(Integer.class)
					.single());
		this.sql.here("UPDATE model SET versions = ? WHERE workspace = :workspace AND name = ?")
			.params(highest, to)
			.update();
		return shift;
	}

}
