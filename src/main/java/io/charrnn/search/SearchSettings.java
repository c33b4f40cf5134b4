package io.charrnn.search;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * Settings of searches.
 *
 * @param trialsAtOnce trials of a search that may wait for a worker or be trained
 */
@ConfigurationProperties("charrnn.search")
record SearchSettings(@DefaultValue("2") int trialsAtOnce) {

	SearchSettings {
		Assert.isTrue(trialsAtOnce > 0, "charrnn.search.trials-at-once must be at least 1");
	}

}
