package io.charrnn.inference.sessions;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * Bounds on sessions.
 *
 * @param lifetime how long a session is kept after its last use
 * @param mostSessions sessions that are kept at the same time
 * @param mostSessionsOfAKey of them those of one key
 * @param mostMarks marks of a session; beyond them the oldest goes
 * @param mostLearnedMarks marks of a session with weights of their own, which take
 * megabytes
 */
@ConfigurationProperties("charrnn.inference.sessions")
record SessionSettings(@DefaultValue("7d") Duration lifetime, @DefaultValue("10000") int mostSessions,
		@DefaultValue("1000") int mostSessionsOfAKey, @DefaultValue("64") int mostMarks,
		@DefaultValue("8") int mostLearnedMarks) {

	SessionSettings {
		Assert.isTrue(lifetime.toMillis() > 0, "charrnn.inference.sessions.lifetime must be longer than zero");
		Assert.isTrue(mostSessions > 0, "charrnn.inference.sessions.most-sessions must be at least 1");
		Assert.isTrue(mostSessionsOfAKey > 0, "charrnn.inference.sessions.most-sessions-of-a-key must be at least 1");
		Assert.isTrue(mostMarks > 0, "charrnn.inference.sessions.most-marks must be at least 1");
		Assert.isTrue(mostLearnedMarks > 0, "charrnn.inference.sessions.most-learned-marks must be at least 1");
	}

}
