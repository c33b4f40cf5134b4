package io.charrnn.training.run;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

import io.charrnn.testing.DatabaseTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.BDDMockito.willCallRealMethod;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.spy;
import static org.mockito.Mockito.verify;

/** With heartbeats every 5 s, of which four may be missed. */
@DatabaseTest
class TakeoverTests {

	private static final Duration SILENCE = Duration.ofSeconds(20);

	@Autowired
	private JdbcClient jdbc;

	private final JobQueue queue = mock();

	private Instant now = Instant.parse("2026-03-01T12:00:00Z");

	private JdbcClient database = mock();

	private Takeover takeover = mock();

	@BeforeEach
	void pick() {
		this.database = spy(this.jdbc);
		this.takeover = new Takeover(this.database, this.queue, new Watch(), mock(), Duration.ofSeconds(5), 4);
		this.jdbc.sql("DELETE FROM scheduled_tasks").update();
		this.jdbc.sql("""
				INSERT INTO scheduled_tasks (task_name, task_instance, execution_time, picked, picked_by,
					last_heartbeat, version)
				VALUES ('training', 'job', ?, TRUE, 'replica', ?, 1)""")
			.params(Timestamp.from(this.now), Timestamp.from(this.now))
			.update();
	}

	@Test
	void freesTheJobsOfASilentReplica() {
		pass(SILENCE);
		this.takeover.work();
		assertThat(isPicked()).isTrue();
		pass(Duration.ofSeconds(1));
		this.takeover.work();
		assertThat(isPicked()).isFalse();
		verify(this.queue).wake();
	}

	@Test
	void freesNothingBecauseTheDatabaseWasAway() {
		this.takeover.work();
		willThrow(new DataAccessResourceFailureException("away")).given(this.database).sql(anyString());
		assertThatExceptionOfType(DataAccessException.class).isThrownBy(this.takeover::work);
		pass(SILENCE.multipliedBy(2));
		willCallRealMethod().given(this.database).sql(anyString());
		this.takeover.work();
		pass(SILENCE.minusSeconds(1));
		this.takeover.work();
		assertThat(isPicked()).as("nobody could write a heartbeat before").isTrue();
		pass(Duration.ofSeconds(2));
		this.takeover.work();
		assertThat(isPicked()).isFalse();
	}

	@Test
	void freesNothingBecauseTheDatabaseWasSlow() {
		willAnswer((call) -> {
			pass(SILENCE.multipliedBy(2));
			return call.callRealMethod();
		}).given(this.database).sql(anyString());
		this.takeover.work();
		willCallRealMethod().given(this.database).sql(anyString());
		this.takeover.work();
		assertThat(isPicked()).isTrue();
	}

	private void pass(Duration time) {
		this.now = this.now.plus(time);
	}

	private boolean isPicked() {
		return this.jdbc.sql("SELECT picked FROM scheduled_tasks").query(Boolean.class).single();
	}

	private final class Watch extends Clock {

		@Override
		public Instant instant() {
			return TakeoverTests.this.now;
		}

		@Override
		public ZoneId getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			return this;
		}

	}

}
