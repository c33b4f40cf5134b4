package io.charrnn.training.run;

import java.time.Clock;
import java.time.Duration;

import io.charrnn.process.FirstReplica;
import io.charrnn.training.JobId;
import io.charrnn.training.Waiting;

import org.springframework.boot.jdbc.DatabaseDriver;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The processes that share the database: which are up, and which jobs each of them cannot
 * run and so leaves to the others. A SQLite database has one process, which has no row.
 */
@Component
class Replicas {

	private final JdbcClient jdbc;

	private final Clock clock;

	private final Journal journal;

	private final boolean shared;

	private final String own;

	Replicas(JdbcClient jdbc, Clock clock, Journal journal, JdbcConnectionDetails connection, FirstReplica names) {
		this.own = names.own();
		this.jdbc = jdbc;
		this.clock = clock;
		this.journal = journal;
		this.shared = !isSqlite(connection);
	}

	static boolean isSqlite(JdbcConnectionDetails connection) {
		return DatabaseDriver.fromJdbcUrl(connection.getJdbcUrl()) == DatabaseDriver.SQLITE;
	}

	/** Whether there may be others. */
	boolean areThere() {
		return this.shared;
	}

	/** What names this process. */
	String own() {
		return this.own;
	}

	/**
	 * Tells that this one is up, and forgets those that have not told for too long.
	 * @param silence how long that is
	 */
	@Transactional
	public void present(Duration silence) {
		present();
		this.jdbc.sql("DELETE FROM replica WHERE seen_at < ?").param(this.clock.millis() - silence.toMillis()).update();
	}

	/** Tells that this one ends. */
	@Transactional
	public void leave() {
		this.jdbc.sql("DELETE FROM replica WHERE id = ?").param(this.own).update();
	}

	/**
	 * Leaves a job to others: as long as this process lives, it does not look at it any
	 * more.
	 * @param why says so in the job
	 */
	@Transactional
	public void refuse(JobId job, Waiting why) {
		present();
		this.jdbc.sql("INSERT INTO refusal (replica_id, job_id) VALUES (?, ?) ON CONFLICT DO NOTHING")
			.params(this.own, job.value())
			.update();
		this.journal.waits(job, why);
	}

	/** Whether there are others that have not rejected a job. */
	boolean othersMayRun(JobId job) {
		return this.jdbc.sql("""
				SELECT count(*) FROM replica WHERE id <> ?
				AND id NOT IN (SELECT replica_id FROM refusal WHERE job_id = ?)""")
			.params(this.own, job.value())
			.query(Integer.class)
			.single() > 0;
	}

	private void present() {
		this.jdbc.sql(
				"INSERT INTO replica (id, seen_at) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at")
			.params(this.own, this.clock.millis())
			.update();
	}

}
