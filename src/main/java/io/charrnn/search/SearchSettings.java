package io.charrnn.search;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * Settings of searches.
 *
 * @param trialsAtOnce maximum number of a search's trials that train or wait for a
 * worker; more than one above the number of workers has no effect
 */
@ConfigurationProperties("charrnn.search")
record SearchSettings(@DefaultValue("2") int trialsAtOnce) {

	SearchSettings {
		Assert.isTrue(trialsAtOnce > 0, "charrnn.search.trials-at-once must be at least 1");
	}

}
