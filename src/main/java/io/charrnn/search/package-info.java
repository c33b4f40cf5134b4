/**
 * Searches: several trials compete for one model in a bounded time. What is compared when
 * is in {@link io.charrnn.search.SuccessiveHalving}, what may be tried in
 * {@link io.charrnn.search.SearchSpace}; HTTP is in {@code web}.
 */
@ApplicationModule(allowedDependencies = { "training", "training::request", "training::stream", "corpus", "registry",
		"content", "model", "model::step", "process", "problem", "api", "workspace" })
@NullMarked
package io.charrnn.search;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
