package io.charrnn.process;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

import javax.sql.DataSource;

import io.charrnn.testing.PostgresServer;
import org.junit.jupiter.api.Test;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Against a server whose clock is the machine's. */
class DatabaseClockTests {

	private final AtomicLong nanoTime = new AtomicLong(-5);

	private final DataSource server = new DriverManagerDataSource(PostgresServer.shared().createDatabase());

	private boolean away;

	private final DatabaseClock clock = new DatabaseClock(this::jdbc, this.nanoTime::get);

	@Test
	void countsOnFromWhatTheDatabaseSaid() {
		Instant first = this.clock.instant();
		assertThat(this.clock.instant()).isEqualTo(first);
		this.nanoTime.addAndGet(Duration.ofHours(3).toNanos());
		assertThat(this.clock.instant()).isEqualTo(first.plus(Duration.ofHours(3)));
		assertThat(this.clock.getZone()).isEqualTo(ZoneOffset.UTC);
	}

	@Test
	void takesTheDatabasesTimeWhenItIsAskedAgain() {
		Instant first = this.clock.instant();
		this.nanoTime.addAndGet(Duration.ofHours(3).toNanos());
		this.clock.read();
		assertThat(this.clock.instant()).isBetween(first, first.plus(Duration.ofHours(1)));
	}

	@Test
	void goesOnWithoutTheDatabase() {
		Instant first = this.clock.instant();
		this.away = true;
		assertThatExceptionOfType(DataAccessResourceFailureException.class).isThrownBy(this.clock::read);
		this.nanoTime.addAndGet(1_000_000_000);
		assertThat(this.clock.instant()).isEqualTo(first.plusSeconds(1));
	}

	private JdbcClient jdbc() {
		if (this.away) {
			throw new DataAccessResourceFailureException("away");
		}
		return JdbcClient.create(this.server);
	}

}
