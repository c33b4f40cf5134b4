/**
 * Searches: several trials compete for one model within a time limit.
 * {@link io.charrnn.search.SuccessiveHalving} decides which trials advance,
 * {@link io.charrnn.search.SearchSpace} what is varied; HTTP is in {@code web}.
 */
@ApplicationModule(allowedDependencies = { "training", "training::request", "training::stream", "corpus", "registry",
		"content", "model", "model::step", "process", "problem", "api", "workspace" })
@NullMarked
package io.charrnn.search;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
