/** Texts to train on. */
@ApplicationModule(allowedDependencies = { "content", "model", "problem", "api", "connection::body", "workspace" })
@NullMarked
package io.charrnn.corpus;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
