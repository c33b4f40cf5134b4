package io.charrnn.training;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.charrnn.content.ContentStore;
import io.charrnn.workspace.Columns;
import io.charrnn.workspace.WorkspaceSql;

import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The checkpoints of all training jobs: the best and the last of each. */
@Repository
public class Checkpoints {

	private final WorkspaceSql sql;

	private final EventRows events;

	private final ContentStore content;

	Checkpoints(WorkspaceSql sql, ContentStore content) {
		this.sql = sql;
		this.events = new EventRows(sql, "SELECT * FROM checkpoint", JobEvent.CHECKPOINT,
				(row, number) -> stored(row, number).checkpoint());
		this.content = content;
	}

	public Optional<StoredCheckpoint> lookUp(CheckpointId id) {
		return this.sql.here("SELECT * FROM checkpoint WHERE workspace = :workspace AND id = ?")
			.param(id.value())
			.query(Checkpoints::stored)
			.optional();
	}

	/** A job's checkpoints, the newest first. */
	public List<StoredCheckpoint> list(JobId job) {
		return this.sql.here("""
				SELECT * FROM checkpoint WHERE workspace = :workspace AND job_id = ?
				ORDER BY iteration DESC, event DESC""").param(job.value()).query(Checkpoints::stored).list();
	}

	/** The checkpoint that training continues from. */
	public Optional<StoredCheckpoint> last(JobId job) {
		return list(job).stream().filter((stored) -> stored.checkpoint().last()).findFirst();
	}

	/** The checkpoint that is the job's result: the best, or else the last. */
	public Optional<StoredCheckpoint> result(JobId job) {
		return list(job).stream().filter((stored) -> stored.checkpoint().best()).findFirst().or(() -> last(job));
	}

	/** The rows as events. */
	EventRows events() {
		return this.events;
	}

	/**
	 * Stores a job's newest checkpoint, whose content the caller has stored, and drops
	 * those that are neither the last nor the best any more.
	 */
	@Transactional
	public void add(long event, StoredCheckpoint stored) {
		Checkpoint checkpoint = stored.checkpoint();
		for (StoredCheckpoint older : list(stored.job())) {
			if (checkpoint.best() || !older.checkpoint().best()) {
				delete(older);
			}
		}
		this.sql.here("UPDATE checkpoint SET last = FALSE WHERE workspace = :workspace AND job_id = ?")
			.param(stored.job().value())
			.update();
		this.sql
			.here("""
					INSERT INTO checkpoint (workspace, id, job_id, iteration, event, archive_sha256, state_sha256, provenance,
						training_loss, validation_loss, last, best, created_at)
					VALUES (:workspace, ?, ?, ?, ?, ?, ?, ?, ?, ?, TRUE, ?, ?)""")
			.params(checkpoint.id().value(), stored.job().value(), checkpoint.iteration(), event,
					stored.archiveSha256(), stored.stateSha256(), stored.provenance())
			.param(checkpoint.trainingLoss())
			.param(checkpoint.validationLoss())
			.params(checkpoint.best(), checkpoint.createdAt().toEpochMilli())
			.update();
	}

	/** Deletes a job's checkpoints and their content. */
	@Transactional
	public void deleteAll(JobId job) {
		list(job).forEach(this::delete);
	}

	private void delete(StoredCheckpoint stored) {
		int deleted = this.sql.here("DELETE FROM checkpoint WHERE workspace = :workspace AND id = ?")
			.param(stored.checkpoint().id().value())
			.update();
		if (deleted == 1) {
			this.content.release(stored.archiveSha256());
			this.content.release(stored.stateSha256());
		}
	}

	private static StoredCheckpoint stored(ResultSet row, int number) throws SQLException {
		Checkpoint checkpoint = new Checkpoint(new CheckpointId(row.getString("id")), row.getLong("iteration"),
				Columns.number(row, "training_loss"), Columns.number(row, "validation_loss"), row.getBoolean("best"),
				row.getBoolean("last"), Instant.ofEpochMilli(row.getLong("created_at")));
		return new StoredCheckpoint(new JobId(row.getString("job_id")), checkpoint, row.getString("archive_sha256"),
				row.getString("state_sha256"), row.getString("provenance"));
	}

}
