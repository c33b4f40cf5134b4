package io.charrnn.inference.sessions;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;

import io.charrnn.content.ContentStore;
import io.charrnn.inference.sessions.Mark.Cause;
import io.charrnn.model.Architecture;
import io.charrnn.model.Cell;
import io.charrnn.model.HiddenState;
import io.charrnn.testing.DefaultWorkspace;
import io.charrnn.problem.ConflictException;
import io.charrnn.problem.NotFoundException;
import io.charrnn.problem.TooManyRequestsException;
import io.charrnn.problem.UnprocessableException;
import io.charrnn.process.ForeignLock;
import io.charrnn.testing.DatabaseTest;
import org.junit.jupiter.api.BeforeEach;
import io.charrnn.workspace.WorkspaceQuota;
import io.charrnn.workspace.Workspaces;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@DatabaseTest
@TestPropertySource(properties = { "spring.datasource.hikari.data-source-properties.busy_timeout=300",
		"spring.datasource.hikari.data-source-properties.options=-c lock_timeout=300ms",
		"charrnn.inference.sessions.lifetime=1h", "charrnn.inference.sessions.most-sessions=" + SessionsTests.MOST,
		"charrnn.inference.sessions.most-sessions-of-a-key=" + SessionsTests.MOST })
@Import({ Sessions.class, ContentStore.class, WorkspaceQuota.class, Workspaces.class, SessionsTests.Settings.class })
class SessionsTests {

	private static final Architecture ARCHITECTURE = new Architecture(Cell.LSTM, 2, 3, 4);

	static final int MOST = 120;

	private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

	@Autowired
	private Sessions sessions;

	@Autowired
	private ContentStore content;

	@Autowired
	private JdbcClient jdbc;

	@Autowired
	private JdbcConnectionDetails connection;

	@Autowired
	private AtomicReference<Instant> time;

	@BeforeEach
	void begin() {
		this.time.set(BEGIN);
		this.jdbc.sql("DELETE FROM session_mark").update();
		this.jdbc.sql("DELETE FROM session").update();
		this.jdbc.sql("DELETE FROM content").update();
	}

	@Test
	void keepsWhatWasRead() {
		Session created = this.sessions.create("m:1", 3, Cause.CREATED, state(1), null, null);
		Session fed = this.sessions.advance(created, 4, Cause.FED, state(2), null, null);
		Session found = find(created.id());
		assertThat(found.mark().position()).isEqualTo(7);
		assertThat(found.mark().number()).isEqualTo(1);
		assertThat(found.mark().state().vectors()).isDeepEqualTo(state(2).vectors());
		assertThat(found.revision()).isEqualTo(fed.revision());
		assertThat(found.model()).isEqualTo("m:1");
		assertThat(this.sessions.marks(created.id())).extracting(MarkDescription::cause)
			.containsExactly(Cause.FED, Cause.CREATED);
	}

	@Test
	void canBeReadWhileNothingCanBeWritten() throws Exception {
		Session created = this.sessions.create("m:1", 3, Cause.CREATED, state(1), null, null);
		this.time.set(BEGIN.plusSeconds(120));
		try (ForeignLock lock = ForeignLock.take(this.connection.getJdbcUrl(), "session")) {
			assertThat(this.sessions.use(created.id()).expiresAt()).isEqualTo(created.expiresAt());
			assertThat(this.sessions.use(created.id()).expiresAt()).isEqualTo(created.expiresAt());
		}
		this.time.set(BEGIN.plusSeconds(120).plus(Sessions.KEEP_AGAIN_AFTER));
		assertThat(this.sessions.use(created.id()).expiresAt()).isAfter(created.expiresAt().plusSeconds(100));
	}

	@Test
	void returnsToAMarkAndForgetsLaterOnes() {
		Session created = this.sessions.create("m:1", 3, Cause.CREATED, state(1), null, null);
		Session fed = this.sessions.advance(created, 4, Cause.FED, state(2), null, null);
		this.sessions.rewind(fed, 0, ARCHITECTURE);
		assertThat(find(created.id()).mark().state().vectors()).isDeepEqualTo(state(1).vectors());
		assertThat(this.sessions.marks(created.id())).hasSize(1);
		assertThatExceptionOfType(UnprocessableException.class)
			.isThrownBy(() -> this.sessions.mark(created.id(), 1, ARCHITECTURE));
	}

	@Test
	void ofChangesFromOneRevisionOneIsKept() throws Exception {
		Session created = this.sessions.create("m:1", 0, Cause.CREATED, state(1), null, null);
		List<Callable<Boolean>> changes = new ArrayList<>();
		for (int change = 0; change < 8; change++) {
			changes.add(() -> {
				try {
					this.sessions.advance(created, 5, Cause.FED, state(2), null, null);
					return true;
				}
				catch (ConflictException ex) {
					return false;
				}
			});
		}
		ExecutorService threads = Executors.newFixedThreadPool(8, DefaultWorkspace::thread);
		int kept = 0;
		try {
			for (Future<Boolean> change : threads.invokeAll(changes)) {
				kept += change.get() ? 1 : 0;
			}
		}
		finally {
			threads.shutdown();
		}
		assertThat(kept).isEqualTo(1);
		assertThat(find(created.id()).mark().position()).isEqualTo(5);
	}

	@Test
	void tellsWhetherASessionIsAsItWas() {
		Session created = this.sessions.create("m:1", 0, Cause.CREATED, state(1), null, null);
		this.sessions.requireUnchanged(created);
		Session fed = this.sessions.advance(created, 5, Cause.FED, state(2), null, null);
		assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> this.sessions.requireUnchanged(created));
		this.sessions.delete(created.id());
		assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> this.sessions.requireUnchanged(fed));
	}

	@Test
	void ownsWhatItLearnedUntilTheLastMarkIsGone() {
		byte[] archive = { 1, 2, 3 };
		Session created = this.sessions.create("m:1", 0, Cause.CREATED, state(1), null, null);
		Session learned = this.sessions.advance(created, 5, Cause.LEARNED, state(2), null, this.content.write(archive));
		Session fed = this.sessions.advance(learned, 5, Cause.FED, state(3), null, learned.mark().archiveSha256());
		assertThat(count("content")).isEqualTo(1);
		this.sessions.rewind(fed, 0, ARCHITECTURE);
		assertThat(count("content")).isZero();
	}

	@Test
	void isThereUntilItsLifetimeAfterTheLastUseHasPassed() {
		Session session = this.sessions.create("m:1", 0, Cause.CREATED, state(1), null, null);
		pass(Duration.ofHours(1).minusMillis(1));
		this.sessions.use(session.id());
		pass(Duration.ofHours(1).minusMillis(1));
		assertThat(this.sessions.sweep()).isZero();
		assertThat(find(session.id()).id()).isEqualTo(session.id());
		pass(Duration.ofHours(1));
		assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> this.sessions.use(session.id()));
	}

	@Test
	void sweepDropsWhatHasExpiredWithAllThatItOwned() {
		Session old = this.sessions.create("m:1", 0, Cause.CREATED, state(1), null, null);
		this.sessions.advance(old, 5, Cause.LEARNED, state(2), null, this.content.write(new byte[] { 1, 2, 3 }));
		pass(Duration.ofMinutes(30));
		Session young = this.sessions.create("m:1", 0, Cause.CREATED, state(1), null, null);
		pass(Duration.ofMinutes(30));
		assertThat(this.sessions.sweep()).isEqualTo(1);
		assertThat(this.sessions.sweep()).isZero();
		assertThat(count("session")).isEqualTo(1);
		assertThat(count("session_mark")).isEqualTo(1);
		assertThat(count("content")).isZero();
		assertThat(find(young.id()).id()).isEqualTo(young.id());
	}

	@Test
	void sweepDropsManyInSeveralTransactions() {
		for (int session = 0; session < MOST; session++) {
			this.sessions.create("m:1", 0, Cause.CREATED, state(1), null, null);
		}
		pass(Duration.ofHours(1));
		for (int left = MOST; left > 0; left -= Sessions.SWEPT_AT_ONCE) {
			assertThat(count("session")).isEqualTo(left);
			assertThat(this.sessions.sweep()).isEqualTo(Sessions.SWEPT_AT_ONCE);
		}
		assertThat(this.sessions.sweep()).isZero();
	}

	@Test
	void takesNoMoreSessionsThanItMayButDoesNotCountExpiredOnes() {
		for (int session = 0; session < MOST; session++) {
			this.sessions.create("m:1", 0, Cause.CREATED, state(1), null, null);
		}
		assertThatExceptionOfType(TooManyRequestsException.class)
			.isThrownBy(() -> this.sessions.create("m:1", 0, Cause.CREATED, state(1), null, null))
			.withMessageContaining("120 sessions");
		pass(Duration.ofHours(1));
		this.sessions.create("m:1", 0, Cause.CREATED, state(1), null, null);
	}

	private void pass(Duration duration) {
		this.time.updateAndGet((now) -> now.plus(duration));
	}

	private Session find(SessionId id) {
		return this.sessions.use(id).session(ARCHITECTURE);
	}

	private int count(String table) {
		return this.jdbc.sql("SELECT count(*) FROM " + table).query(Integer.class).single();
	}

	private static HiddenState state(float value) {
		HiddenState state = HiddenState.zero(ARCHITECTURE);
		for (float[] vector : state.vectors()) {
			vector[0] = value;
		}
		return state;
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Settings {

		@Bean
		AtomicReference<Instant> time() {
			return new AtomicReference<>(BEGIN);
		}

		@Bean
		Clock clock(AtomicReference<Instant> time) {
			InstantSource source = time::get;
			return source.withZone(ZoneOffset.UTC);
		}

	}

}
