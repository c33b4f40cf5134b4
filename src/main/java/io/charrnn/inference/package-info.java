/**
 * Prediction, generation and scoring: what the features share, which have packages of
 * their own.
 */
@ApplicationModule(allowedDependencies = { "registry", "corpus", "content", "model", "model::ngram", "model::step",
		"model::dl4j", "model::product", "problem", "process", "access", "connection", "connection::body", "api",
		"workspace" })
@NullMarked
package io.charrnn.inference;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
