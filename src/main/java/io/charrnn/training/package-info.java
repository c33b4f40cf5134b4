/**
 * Training jobs: their states, checkpoints, metrics and events as stored. The worker is
 * in {@code run}, requests of clients in {@code request}, HTTP in {@code web}.
 */
@ApplicationModule(allowedDependencies = { "registry", "corpus", "cluster", "model", "model::dl4j", "model::product",
		"model::round", "model::step", "model::train", "content", "process", "problem", "access", "connection", "api",
		"workspace" })
@NullMarked
package io.charrnn.training;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
