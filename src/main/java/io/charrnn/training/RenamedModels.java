package io.charrnn.training;

import java.util.List;

import io.charrnn.registry.ModelRenamed;
import io.charrnn.workspace.WorkspaceSql;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Lets jobs follow models that are renamed. */
@Component
class RenamedModels {

	private final WorkspaceSql sql;

	RenamedModels(WorkspaceSql sql) {
		this.sql = sql;
	}

	@EventListener
	void renamed(ModelRenamed event) {
		for (String column : List.of("result", "initialize_from")) {
			update(event, ModelRenamed.assignment(column), ModelRenamed.condition(column));
		}
		update(event, "model = :to", "model = :from");
	}

	private void update(ModelRenamed event, String assignment, String condition) {
		this.sql.here("UPDATE training_job SET " + assignment + " WHERE workspace = :workspace AND " + condition)
			.param("from", event.from())
			.param("to", event.to())
			.param("shift", event.shift())
			.update();
	}

}
