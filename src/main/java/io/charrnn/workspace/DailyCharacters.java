package io.charrnn.workspace;

import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.charrnn.problem.TooManyRequestsException;
import io.charrnn.process.DatabaseChore;
import io.charrnn.workspace.Workspaces.CharactersOfDay;
import io.charrnn.workspace.Workspaces.Stored;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Limits the characters that models read and generate for each workspace per day (UTC).
 * They are counted in memory; every few seconds, counts are added to those in the
 * database, where replicas find each other's. A process that is killed loses what it has
 * counted since.
 */
@Component
public class DailyCharacters extends DatabaseChore implements DisposableBean {

	static final Duration INTERVAL = Duration.ofSeconds(10);

	private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();

	private static final Logger logger = LoggerFactory.getLogger(DailyCharacters.class);

	private final Workspaces workspaces;

	private final Clock clock;

	private final Quotas usual;

	private final Map<Workspace, Count> counts = new ConcurrentHashMap<>();

	DailyCharacters(Workspaces workspaces, Clock clock, QuotaSettings settings) {
		super("daily-characters", INTERVAL);
		this.workspaces = workspaces;
		this.clock = clock;
		this.usual = settings.quotas();
	}

	/**
	 * Checks that a workspace may have models read and write. What it has begun, it ends.
	 * @throws TooManyRequestsException if it has had its characters of the day
	 */
	public void check(Workspace workspace) {
		Count count = count(workspace);
		long most = count.most();
		if (most > 0 && count.of(today()) >= most) {
			long millis = DAY_MILLIS - Math.floorMod(this.clock.millis(), DAY_MILLIS);
			throw new TooManyRequestsException("characters-used-up", String.format(Locale.ROOT,
					"Models have read and generated %,d characters today for the workspace %s, which may use %,d per "
							+ "day; the next day starts at 00:00 UTC.",
					count.of(today()), workspace, most), Duration.ofMillis(millis).plusSeconds(1))
				.with("workspace", workspace.name())
				.with("quota", most)
				.with("used", count.of(today()));
		}
	}

	/** Counts characters that were read or written. */
	public void add(Workspace workspace, long characters) {
		count(workspace).add(today(), characters);
	}

	/** What is known to have been read and written today. */
	long today(Workspace workspace) {
		return count(workspace).of(today());
	}

	private long today() {
		return Math.floorDiv(this.clock.millis(), DAY_MILLIS);
	}

	private Count count(Workspace workspace) {
		Count count = this.counts.get(workspace);
		return (count != null) ? count : this.counts.computeIfAbsent(workspace, this::begin);
	}

	/** While the database is away, counting begins at nothing. */
	private Count begin(Workspace workspace) {
		Count count = new Count(Resource.bound(this.usual.charactersPerDay()));
		try {
			this.workspaces.add(workspace);
			this.workspaces.find(workspace).ifPresent((stored) -> count.read(stored, this.usual));
		}
		catch (DataAccessException | TransactionException ex) {
			logger.debug("the characters of {} will be read later", workspace, ex);
		}
		return count;
	}

	/** Writes down what was counted, and reads what others have. */
	@Override
	protected synchronized void work() {
		this.counts.forEach((workspace, count) -> {
			CharactersOfDay unwritten = count.unwritten();
			if (unwritten.characters() > 0) {
				this.workspaces.addCharacters(workspace, unwritten);
				count.wrote(unwritten);
			}
		});
		for (Stored stored : this.workspaces.list()) {
			Count count = this.counts.get(stored.workspace());
			if (count != null) {
				count.read(stored, this.usual);
			}
		}
	}

	/** When nothing is counted any more. */
	@Override
	public void destroy() {
		tryWork();
	}

	/** The characters of a workspace on the day on which there were some last. */
	private static final class Count {

		private long most;

		private long day;

		private long written;

		private long unwritten;

		Count(long most) {
			this.most = most;
		}

		synchronized long most() {
			return this.most;
		}

		synchronized long of(long today) {
			return (this.day == today) ? this.written + this.unwritten : 0;
		}

		/** What was not written on the day before is not missed. */
		synchronized void add(long today, long characters) {
			if (this.day < today) {
				this.day = today;
				this.written = 0;
				this.unwritten = 0;
			}
			this.unwritten += characters;
		}

		synchronized CharactersOfDay unwritten() {
			return new CharactersOfDay(this.day, this.unwritten);
		}

		synchronized void wrote(CharactersOfDay characters) {
			if (this.day == characters.day()) {
				this.unwritten -= characters.characters();
				this.written += characters.characters();
			}
		}

		synchronized void read(Stored stored, Quotas usual) {
			this.most = Resource.bound(stored.quotas().or(usual).charactersPerDay());
			if (this.day < stored.characters().day()) {
				this.unwritten = 0;
			}
			if (this.day <= stored.characters().day()) {
				this.day = stored.characters().day();
				this.written = stored.characters().characters();
			}
		}

	}

}
