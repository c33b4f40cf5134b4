package io.charrnn.inference.sessions;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import io.charrnn.access.Caller;
import io.charrnn.content.ContentStore;
import io.charrnn.content.StoredJson;
import io.charrnn.inference.sessions.Mark.Cause;
import io.charrnn.model.Architecture;
import io.charrnn.model.HiddenState;
import io.charrnn.model.ngram.MixtureState;
import io.charrnn.problem.ConflictException;
import io.charrnn.problem.NotFoundException;
import io.charrnn.problem.TooManyRequestsException;
import io.charrnn.problem.UnprocessableException;
import io.charrnn.process.DatabaseProblems;
import io.charrnn.registry.ModelRenamed;
import io.charrnn.workspace.CurrentWorkspace;
import io.charrnn.workspace.Resource;
import io.charrnn.workspace.Workspace;
import io.charrnn.workspace.WorkspaceQuota;
import io.charrnn.workspace.WorkspaceSql;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The sessions that are kept. All of a session is in the database, so that any replica
 * can continue with it. A change says which revision it was made from; of two that were
 * made from the same one the second is rejected.
 */
@Component
@EnableConfigurationProperties(SessionSettings.class)
class Sessions {

	/** Expired sessions that are dropped in one transaction. */
	static final int SWEPT_AT_ONCE = 10;

	static final Duration KEEP_AGAIN_AFTER = Duration.ofSeconds(8);

	private static final Logger logger = LoggerFactory.getLogger(Sessions.class);

	private static final Duration RETRY_AFTER = Duration.ofMinutes(1);

	private final WorkspaceSql sql;

	private final ContentStore content;

	private final WorkspaceQuota quota;

	private final SessionSettings settings;

	private final Clock clock;

	private volatile Instant keepAgainAt = Instant.MIN;

	Sessions(WorkspaceSql sql, ContentStore content, WorkspaceQuota quota, SessionSettings settings, Clock clock) {
		this.quota = quota;
		this.sql = sql;
		this.content = content;
		this.settings = settings;
		this.clock = clock;
	}

	/** Sessions follow models that are renamed. */
	@EventListener
	public void renamed(ModelRenamed event) {
		event.follow(this.sql, "session", "model");
	}

	/**
	 * Begins a session.
	 * @param model what names exactly the model
	 * @param position characters read so far
	 * @param cause how it begins
	 * @param state after these characters
	 * @param mixture what is known of their n-grams, or null
	 * @param archiveSha256 weights of its own, of which the session becomes an owner, or
	 * null
	 * @throws TooManyRequestsException if there are too many sessions
	 */
	@Transactional
	Session create(String model, long position, Cause cause, HiddenState state, @Nullable MixtureState mixture,
			@Nullable String archiveSha256) {
		Optional<String> key = Caller.keyId();
		Instant now = now();
		checkQuota(key, now);
		this.quota.check(Resource.SESSIONS, 0);
		Session session = new Session(SessionId.random(), model, 0,
				new Mark(0, position, cause, state, mixture, archiveSha256, now), now,
				now.plus(this.settings.lifetime()));
		this.sql.here("""
				INSERT INTO session (workspace, id, model, key_id, revision, created_at, expires_at)
				VALUES (:workspace, :id, :model, :key, 0, :createdAt, :expiresAt)""")
			.param("id", session.id().value())
			.param("model", model)
			.param("key", key.orElse(null), Types.VARCHAR)
			.param("createdAt", now.toEpochMilli())
			.param("expiresAt", session.expiresAt().toEpochMilli())
			.update();
		insert(session.id(), session.mark());
		return session;
	}

	/**
	 * Those that have expired do not count, though they may not have been dropped yet.
	 */
	private void checkQuota(Optional<String> key, Instant now) {
		if (count(now) >= this.settings.mostSessions()) {
			throw tooMany(String.format(Locale.ROOT,
					"There are %,d sessions, the maximum (charrnn.inference.sessions.most-sessions).",
					this.settings.mostSessions()));
		}
		key.filter((id) -> count(id, now) >= this.settings.mostSessionsOfAKey()).ifPresent((id) -> {
			throw tooMany(String.format(Locale.ROOT,
					"There are %,d sessions of this key, the maximum "
							+ "(charrnn.inference.sessions.most-sessions-of-a-key); delete some.",
					this.settings.mostSessionsOfAKey()));
		});
	}

	private long count(Instant now) {
		return this.sql.everywhere("SELECT count(*) FROM session WHERE expires_at > ?")
			.param(now.toEpochMilli())
			.query(Long.class)
			.single();
	}

	private long count(String key, Instant now) {
		return this.sql
			.here("SELECT count(*) FROM session WHERE workspace = :workspace AND key_id = ? AND expires_at > ?")
			.params(key, now.toEpochMilli())
			.query(Long.class)
			.single();
	}

	private static TooManyRequestsException tooMany(String detail) {
		return new TooManyRequestsException("too-many-sessions", detail, RETRY_AFTER);
	}

	/**
	 * Finds a session; it is kept on from now, unless the database takes no writes.
	 * @return what is there but for the state, which takes the network to be understood
	 * @throws NotFoundException if there is none
	 */
	Row use(SessionId id) {
		Row row = find(id);
		long expiry = now().plus(this.settings.lifetime()).toEpochMilli();
		// a session that is used all the time is written once a minute
		boolean late = expiry - row.expiresAt().toEpochMilli() > 60_000;
		return (late && keep(id, expiry)) ? row.until(Instant.ofEpochMilli(expiry)) : row;
	}

	/**
	 * Trying that of a database that is busy takes seconds, so it is done once in a
	 * while.
	 */
	private boolean keep(SessionId id, long expiry) {
		if (now().isBefore(this.keepAgainAt)) {
			return false;
		}
		try {
			this.sql.here("UPDATE session SET expires_at = ? WHERE workspace = :workspace AND id = ?")
				.params(expiry, id.value())
				.update();
			return true;
		}
		catch (DataAccessException ex) {
			if (!DatabaseProblems.mayPass(ex)) {
				throw ex;
			}
			logger.debug("{} can be read, but its expiry cannot be extended", id, ex);
			this.keepAgainAt = now().plus(KEEP_AGAIN_AFTER);
			return false;
		}
	}

	private Row find(SessionId id) {
		return this.sql
			.here("""
					SELECT id, model, revision, session.created_at, expires_at, number, position, cause, state, mixture, archive_sha256,
					 session_mark.created_at AS marked_at FROM session JOIN session_mark
					 ON session_mark.workspace = :workspace AND session_id = id
					WHERE session.workspace = :workspace AND id = ? AND expires_at > ? ORDER BY number DESC LIMIT 1""")
			.params(id.value(), now().toEpochMilli())
			.query(Sessions::row)
			.optional()
			.orElseThrow(() -> notFound(id));
	}

	/**
	 * Goes on to a new mark.
	 * @param session as it was when the work began
	 * @param read characters that were read since
	 * @param cause what was done
	 * @param state after them
	 * @param mixture what is known of the text's n-grams, or null
	 * @param archiveSha256 weights of its own, of which the mark becomes an owner, or
	 * null
	 * @throws ConflictException if the session was changed meanwhile
	 */
	@Transactional
	Session advance(Session session, long read, Cause cause, HiddenState state, @Nullable MixtureState mixture,
			@Nullable String archiveSha256) {
		Session revised = revise(session, new Mark(session.mark().number() + 1, session.mark().position() + read, cause,
				state, mixture, archiveSha256, now()));
		insert(session.id(), revised.mark());
		dropOldMarks(revised);
		return revised;
	}

	/**
	 * Goes back to a mark; those after it go.
	 * @throws UnprocessableException if there is none of that number
	 * @throws ConflictException if the session was changed meanwhile
	 */
	@Transactional
	Session rewind(Session session, long number, Architecture architecture) {
		Mark mark = mark(session.id(), number, architecture);
		Session revised = revise(session, mark);
		release(session.id(), "number > ?", number);
		return revised;
	}

	/**
	 * Finds a mark.
	 * @throws UnprocessableException if there is none of that number
	 */
	Mark mark(SessionId id, long number, Architecture architecture) {
		return this.sql
			.here("""
					SELECT session_id AS id, '' AS model, 0 AS revision, 0 AS created_at, 0 AS expires_at, number, position, cause,
					 state, mixture, archive_sha256, created_at AS marked_at FROM session_mark
					WHERE workspace = :workspace AND session_id = ? AND number = ?""")
			.params(id.value(), number)
			.query(Sessions::row)
			.optional()
			.map((row) -> row.session(architecture).mark())
			.orElseThrow(() -> UnprocessableException.outOfBounds("mark", number, "the number of one of its marks"));
	}

	/** The marks of a session, the newest first, without their states. */
	List<MarkDescription> marks(SessionId id) {
		return this.sql.here("""
				SELECT number, position, cause, archive_sha256, created_at FROM session_mark
				WHERE workspace = :workspace AND session_id = ? ORDER BY number DESC""")
			.param(id.value())
			.query((row, number) -> new MarkDescription(row.getLong("number"), row.getLong("position"), cause(row),
					row.getString("archive_sha256") != null, Instant.ofEpochMilli(row.getLong("created_at"))))
			.list();
	}

	/**
	 * Deletes a session.
	 * @throws NotFoundException if there is none
	 */
	@Transactional
	void delete(SessionId id) {
		find(id);
		drop(id.value());
	}

	/**
	 * Drops sessions that have expired, those that expired first, in an order that all
	 * replicas keep to.
	 * @return how many there were, up to {@link #SWEPT_AT_ONCE}
	 */
	@Transactional
	int sweep() {
		List<Runnable> expired = this.sql
			.everywhere("SELECT id, workspace FROM session WHERE expires_at <= ? ORDER BY expires_at, id LIMIT ?")
			.params(now().toEpochMilli(), SWEPT_AT_ONCE)
			.query((row, number) -> expiry(row.getString(1), new Workspace(row.getString(2))))
			.list();
		expired.forEach(Runnable::run);
		return expired.size();
	}

	private Runnable expiry(String id, Workspace workspace) {
		return () -> CurrentWorkspace.run(workspace, () -> drop(id));
	}

	/**
	 * Locks the row first, so that two replicas do not release the same content twice.
	 */
	private void drop(String id) {
		if (this.sql.here("UPDATE session SET revision = revision + 1 WHERE workspace = :workspace AND id = ?")
			.param(id)
			.update() == 1) {
			release(new SessionId(id), "number >= ?", 0);
			this.sql.here("DELETE FROM session WHERE workspace = :workspace AND id = ?").param(id).update();
		}
	}

	private Session revise(Session session, Mark mark) {
		Instant expiry = now().plus(this.settings.lifetime());
		int changed = this.sql.here("""
				UPDATE session SET revision = revision + 1, expires_at = ?
				WHERE workspace = :workspace AND id = ? AND revision = ?""")
			.params(expiry.toEpochMilli(), session.id().value(), session.revision())
			.update();
		if (changed == 0) {
			find(session.id());
			throw changed();
		}
		return new Session(session.id(), session.model(), session.revision() + 1, mark, session.createdAt(), expiry);
	}

	/**
	 * Looks whether a session is as it was.
	 * @throws ConflictException if it was changed meanwhile
	 * @throws NotFoundException if it is not there any more
	 */
	void requireUnchanged(Session session) {
		if (find(session.id()).revision() != session.revision()) {
			throw changed();
		}
	}

	private static ConflictException changed() {
		return new ConflictException("session-changed",
				"Another request changed the session meanwhile, so nothing of this request was kept.");
	}

	private void insert(SessionId id, Mark mark) {
		byte[] state = StateCodec.encode(mark.state());
		byte[] mixture = (mark.mixture() != null) ? MixtureCodec.encode(mark.mixture()) : null;
		this.content.checkRoom(state.length + ((mixture != null) ? mixture.length : 0));
		if (mark.archiveSha256() != null) {
			this.content.share(mark.archiveSha256());
		}
		this.sql
			.here("""
					INSERT INTO session_mark (workspace, session_id, number, position, cause, state, mixture, archive_sha256, created_at)
					VALUES (:workspace, ?, ?, ?, ?, ?, ?, ?, ?)""")
			.param(id.value())
			.param(mark.number())
			.param(mark.position())
			.param(mark.cause().name())
			.param(state)
			.param(mixture)
			.param(mark.archiveSha256())
			.param(mark.createdAt().toEpochMilli())
			.update();
	}

	/** The oldest go, so that as many are left as there may be. */
	private void dropOldMarks(Session session) {
		long oldest = session.mark().number() - this.settings.mostMarks() + 1;
		List<Long> learned = this.sql.here("""
				SELECT max(number) FROM session_mark
				WHERE workspace = :workspace AND session_id = ? AND archive_sha256 IS NOT NULL
				GROUP BY archive_sha256 ORDER BY 1 DESC""").param(session.id().value()).query(Long.class).list();
		if (learned.size() > this.settings.mostLearnedMarks()) {
			oldest = Math.max(oldest, learned.get(this.settings.mostLearnedMarks()) + 1);
		}
		release(session.id(), "number < ?", oldest);
	}

	private void release(SessionId id, String which, long number) {
		this.sql
			.here("DELETE FROM session_mark WHERE workspace = :workspace AND session_id = ? AND " + which
					+ " RETURNING archive_sha256")
			.params(id.value(), number)
			.query((row, at) -> row.getString(1))
			.list()
			.stream()
			.filter((archive) -> archive != null)
			.forEach(this.content::release);
	}

	private static Row row(ResultSet row, int number) throws SQLException {
		return new Row(new SessionId(row.getString("id")), row.getString("model"), row.getLong("revision"),
				row.getLong("number"), row.getLong("position"), cause(row), row.getBytes("state"),
				row.getBytes("mixture"), row.getString("archive_sha256"), instant(row, "marked_at"),
				instant(row, "created_at"), instant(row, "expires_at"));
	}

	/** Whatever it was, the session went on. */
	private static Cause cause(ResultSet row) throws SQLException {
		return StoredJson.constant(Cause.class, row.getString("cause"), Cause.FED);
	}

	private static Instant instant(ResultSet row, String column) throws SQLException {
		return Instant.ofEpochMilli(row.getLong(column));
	}

	private Instant now() {
		return Instant.ofEpochMilli(this.clock.millis());
	}

	private static NotFoundException notFound(SessionId id) {
		return new NotFoundException("session-not-found", "There is no session %s; it may have expired.".formatted(id));
	}

	/**
	 * A session as it is stored.
	 *
	 * @param model what names exactly the model
	 * @param revision grows with every change
	 * @param number of the mark
	 * @param markedAt when the mark was made
	 * @param expiresAt when it goes
	 */
	record Row(SessionId id, String model, long revision, long number, long position, Cause cause, byte[] state,
			byte @Nullable [] mixture, @Nullable String archiveSha256, Instant markedAt, Instant createdAt,
			Instant expiresAt) {

		Session session(Architecture architecture) {
			HiddenState decoded = StateCodec.decode(this.state, architecture).orElseThrow(this::damaged);
			MixtureState known = (this.mixture != null)
					? MixtureCodec.decode(this.mixture, architecture.alphabetSize()).orElseThrow(this::damaged) : null;
			Mark mark = new Mark(this.number, this.position, this.cause, decoded, known, this.archiveSha256,
					this.markedAt);
			return new Session(this.id, this.model, this.revision, mark, this.createdAt, this.expiresAt);
		}

		private IllegalStateException damaged() {
			return new IllegalStateException("the state of " + this.id + " is damaged");
		}

		Row until(Instant expiry) {
			return new Row(this.id, this.model, this.revision, this.number, this.position, this.cause, this.state,
					this.mixture, this.archiveSha256, this.markedAt, this.createdAt, expiry);
		}

	}

}
