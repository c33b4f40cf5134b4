package io.charrnn.workspace;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The workspaces that have, or had, keys or contents. */
@Repository
public class Workspaces {

	private final JdbcClient jdbc;

	private final Clock clock;

	/** Which are stored; none is ever deleted. */
	private final Set<Workspace> known = ConcurrentHashMap.newKeySet();

	Workspaces(JdbcClient jdbc, Clock clock) {
		this.jdbc = jdbc;
		this.clock = clock;
	}

	/** Makes a workspace known if it is not yet. */
	public void add(Workspace workspace) {
		if (!this.known.contains(workspace)) {
			this.jdbc.sql("INSERT INTO workspace (name, created_at) VALUES (?, ?) ON CONFLICT DO NOTHING")
				.params(workspace.name(), this.clock.millis())
				.update();
			remember(workspace);
		}
	}

	/** A transaction that rolls back takes the row with it. */
	private void remember(Workspace workspace) {
		if (!TransactionSynchronizationManager.isActualTransactionActive()) {
			this.known.add(workspace);
			return;
		}
		TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

			@Override
			public void afterCommit() {
				Workspaces.this.known.add(workspace);
			}

		});
	}

	/** All workspaces, by their names. */
	List<Stored> list() {
		return this.jdbc.sql("SELECT * FROM workspace ORDER BY name").query(Workspaces::stored).list();
	}

	Optional<Stored> find(Workspace workspace) {
		return this.jdbc.sql("SELECT * FROM workspace WHERE name = ?")
			.param(workspace.name())
			.query(Workspaces::stored)
			.optional();
	}

	/**
	 * Lets others who make something in a workspace wait for the caller's transaction.
	 */
	void lock(Workspace workspace) {
		this.jdbc.sql("UPDATE workspace SET created_at = created_at WHERE name = ?").param(workspace.name()).update();
	}

	/** Gives a workspace quotas of its own instead of those it has. */
	void put(Workspace workspace, Quotas quotas) {
		this.jdbc
			.sql("""
					INSERT INTO workspace (name, created_at, corpora, unfinished_jobs, models, sessions, bytes, pinned_bytes,
						characters_per_day)
					VALUES (:name, :now, :corpora, :jobs, :models, :sessions, :bytes, :pinnedBytes, :characters)
					ON CONFLICT (name) DO UPDATE SET corpora = excluded.corpora, unfinished_jobs = excluded.unfinished_jobs,
						models = excluded.models, sessions = excluded.sessions, bytes = excluded.bytes,
						pinned_bytes = excluded.pinned_bytes, characters_per_day = excluded.characters_per_day""")
			.param("name", workspace.name())
			.param("now", this.clock.millis())
			.param("corpora", quotas.corpora(), Types.BIGINT)
			.param("jobs", quotas.unfinishedJobs(), Types.BIGINT)
			.param("models", quotas.models(), Types.BIGINT)
			.param("sessions", quotas.sessions(), Types.BIGINT)
			.param("bytes", quotas.bytes(), Types.BIGINT)
			.param("pinnedBytes", quotas.pinnedBytes(), Types.BIGINT)
			.param("characters", quotas.charactersPerDay(), Types.BIGINT)
			.update();
	}

	private static Stored stored(ResultSet row, int number) throws SQLException {
		return new Stored(new Workspace(row.getString("name")), Instant.ofEpochMilli(row.getLong("created_at")),
				new Quotas(Columns.orNull(row.getLong("corpora"), row),
						Columns.orNull(row.getLong("unfinished_jobs"), row), Columns.orNull(row.getLong("models"), row),
						Columns.orNull(row.getLong("sessions"), row), Columns.orNull(row.getLong("bytes"), row),
						Columns.orNull(row.getLong("pinned_bytes"), row),
						Columns.orNull(row.getLong("characters_per_day"), row)),
				new CharactersOfDay(row.getLong("characters_day"), row.getLong("characters")));
	}

	/** Adds characters to those of a day, unless a later one has begun. */
	void addCharacters(Workspace workspace, CharactersOfDay more) {
		this.jdbc.sql("""
				UPDATE workspace SET
					characters = CASE WHEN characters_day = :day THEN characters + :more ELSE :more END,
					characters_day = :day
				WHERE name = :name AND characters_day <= :day""")
			.param("day", more.day())
			.param("more", more.characters())
			.param("name", workspace.name())
			.update();
	}

	/**
	 * A workspace as it is stored.
	 *
	 * @param workspace its name
	 * @param createdAt when it was first heard of
	 * @param quotas of its own
	 * @param characters of the last day on which there were any
	 */
	record Stored(Workspace workspace, Instant createdAt, Quotas quotas, CharactersOfDay characters) {
	}

	/**
	 * Characters that models have read and written.
	 *
	 * @param day counted from 1970, in UTC
	 */
	record CharactersOfDay(long day, long characters) {
	}

}
