package io.charrnn.openai.finetuning;

import java.util.Map;
import java.util.Optional;

import io.charrnn.content.StoredJson;
import io.charrnn.training.JobId;
import tools.jackson.core.type.TypeReference;

import io.charrnn.workspace.WorkspaceSql;
import org.springframework.stereotype.Repository;

/** What clients said of their jobs and get back with them, beside what a job has. */
@Repository
class FineTuningRequests {

	private static final TypeReference<Map<String, String>> METADATA = new TypeReference<>() {
	};

	private final WorkspaceSql sql;

	private final StoredJson json;

	FineTuningRequests(WorkspaceSql sql, StoredJson json) {
		this.sql = sql;
		this.json = json;
	}

	void add(JobId job, Remarks remarks) {
		this.sql
			.here("INSERT INTO fine_tuning_request (workspace, job_id, model, metadata) VALUES (:workspace, ?, ?, ?)")
			.params(job.value(), remarks.model(), this.json.write(remarks.metadata()))
			.update();
	}

	/** None of a job that was not asked for under OpenAI's paths. */
	Optional<Remarks> find(JobId job) {
		return this.sql
			.here("SELECT model, metadata FROM fine_tuning_request WHERE workspace = :workspace AND job_id = ?")
			.param(job.value())
			.query((row, number) -> new Remarks(row.getString("model"),
					this.json.read(row.getString("metadata"), METADATA)))
			.optional();
	}

	/**
	 * What a client said of a job.
	 *
	 * @param model what it called the model to continue from, or a preset
	 * @param metadata to be given back
	 */
	record Remarks(String model, Map<String, String> metadata) {
	}

}
