/**
 * Isolation of users: everything belongs to a workspace and is invisible to others.
 */
@ApplicationModule(allowedDependencies = { "problem", "api", "process" })
@NullMarked
package io.charrnn.workspace;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
