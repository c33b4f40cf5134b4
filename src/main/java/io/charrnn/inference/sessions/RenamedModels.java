package io.charrnn.inference.sessions;

import io.charrnn.registry.ModelRenamed;
import io.charrnn.workspace.WorkspaceSql;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Lets sessions follow models that are renamed. */
@Component("sessionsOfRenamedModels")
class RenamedModels {

	private final WorkspaceSql sql;

	RenamedModels(WorkspaceSql sql) {
		this.sql = sql;
	}

	@EventListener
	void renamed(ModelRenamed event) {
		this.sql
			.here("UPDATE session SET " + ModelRenamed.assignment("model") + " WHERE workspace = :workspace AND "
					+ ModelRenamed.condition("model"))
			.param("from", event.from())
			.param("to", event.to())
			.param("shift", event.shift())
			.update();
	}

}
