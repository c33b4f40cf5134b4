/** Predicts, generates and scores. */
@ApplicationModule(allowedDependencies = { "registry", "model", "model::kernel", "problem", "page" })
@NullMarked
package io.charrnn.inference;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
