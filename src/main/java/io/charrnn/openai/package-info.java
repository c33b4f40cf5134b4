/** OpenAI-compatible API, for existing clients. */
@ApplicationModule(allowedDependencies = { "training", "training::request", "inference::generation", "registry",
		"corpus", "content", "model", "problem", "connection::body", "api", "workspace" })
@NullMarked
package io.charrnn.openai;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
