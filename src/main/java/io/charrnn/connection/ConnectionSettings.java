package io.charrnn.connection;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;
import org.springframework.util.unit.DataSize;

/**
 * Settings of connections.
 *
 * @param headTime time limit for the request line and headers
 * @param minRate minimum bytes per second at which a client must send a body or read a
 * response; slower ones get 408 or are disconnected
 * @param grace time for which a client may be slower than that
 * @param drainTime time limit for reading and discarding the rest of a rejected body
 * before the connection is closed
 * @param maxWaiting maximum number of requests waiting for their clients; beyond it, the
 * slowest are ended
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
