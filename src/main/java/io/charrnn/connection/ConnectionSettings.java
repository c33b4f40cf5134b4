package io.charrnn.connection;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;
import org.springframework.util.unit.DataSize;

/**
 * Settings of connections.
 *
 * @param headTime in which a request's line and headers must be there
 * @param minRate bytes in a second that a client must send of a body or read of an answer
 * while the service waits for it
 * @param grace waiting for a client in which any pace will do
 * @param drainTime in which what is left of a refused body is read and dropped, before
 * the connection is closed
 * @param maxWaiting requests that wait for their clients at once; beyond them the slowest
 * are ended
 */
@ConfigurationProperties("charrnn.connection")
record ConnectionSettings(@DefaultValue("20s") Duration headTime, @DefaultValue("1KB") DataSize minRate,
		@DefaultValue("20s") Duration grace, @DefaultValue("3s") Duration drainTime,
		@DefaultValue("256") int maxWaiting) {

	ConnectionSettings {
		Assert.isTrue(headTime.toMillis() > 0, "charrnn.connection.head-time must be at least 1ms");
		Assert.isTrue(minRate.toBytes() > 0, "charrnn.connection.min-rate must be at least 1B");
		Assert.isTrue(grace.toMillis() > 0, "charrnn.connection.grace must be at least 1ms");
		Assert.isTrue(!drainTime.isNegative(), "charrnn.connection.drain-time must not be negative");
		Assert.isTrue(maxWaiting > 0, "charrnn.connection.max-waiting must be at least 1");
	}

}
