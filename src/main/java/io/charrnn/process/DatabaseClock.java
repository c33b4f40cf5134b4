package io.charrnn.process;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The time of a PostgreSQL server: it is asked now and then, and this machine only counts
 * on from its answer, so that neither a wrong clock nor a jump of it matters.
 */
final class DatabaseClock extends Clock {

	private final Supplier<JdbcClient> jdbc;

	private final LongSupplier nanoTime;

	private volatile @Nullable Reading reading;

	/**
	 * A clock that asks when it is first looked at.
	 * @param nanoTime counts nanoseconds, from whenever
	 */
	DatabaseClock(Supplier<JdbcClient> jdbc, LongSupplier nanoTime) {
		this.jdbc = jdbc;
		this.nanoTime = nanoTime;
	}

	@Override
	public Instant instant() {
		Reading current = this.reading;
		if (current == null) {
			current = read();
		}
		return current.time().plusNanos(this.nanoTime.getAsLong() - current.nanoTime());
	}

	/** Asks the database. */
	Reading read() {
		long asked = this.nanoTime.getAsLong();
		// Not CURRENT_TIMESTAMP, which is when the transaction began.
		Instant time = this.jdbc.get()
			.sql("SELECT clock_timestamp()")
			.query((row, number) -> row.getObject(1, OffsetDateTime.class).toInstant())
			.single();
		Reading current = new Reading(time, asked + (this.nanoTime.getAsLong() - asked) / 2);
		this.reading = current;
		return current;
	}

	@Override
	public ZoneId getZone() {
		return ZoneOffset.UTC;
	}

	@Override
	public Clock withZone(ZoneId zone) {
		throw new UnsupportedOperationException("the service's times are UTC");
	}

	/**
	 * An answer.
	 *
	 * @param time the server's
	 * @param nanoTime of this machine at the same moment
	 */
	record Reading(Instant time, long nanoTime) {
	}

}
