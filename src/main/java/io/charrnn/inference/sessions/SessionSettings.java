package io.charrnn.inference.sessions;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * Bounds on sessions.
 *
 * @param lifetime how long a session is kept after its last use
 * @param mostSessions maximum number of sessions; beyond it, 429
 * @param mostSessionsOfAKey maximum number of sessions started by one key; beyond it, 429
 * @param mostMarks maximum number of marks of a session; beyond it, the oldest is deleted
 * @param mostLearnedMarks maximum number of different weights in a session; beyond it,
 * the oldest are deleted with their marks
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
