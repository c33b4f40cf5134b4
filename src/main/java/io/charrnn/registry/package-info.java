/** Named and versioned models, their provenance, import and export. */
@ApplicationModule(allowedDependencies = { "model", "model::dl4j", "model::format", "model::round", "content",
		"problem", "connection::body", "api", "workspace" })
@NullMarked
package io.charrnn.registry;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
