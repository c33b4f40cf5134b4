/** Authorization: API keys, their scopes and limits. */
@ApplicationModule(allowedDependencies = { "process", "problem", "api", "workspace" })
@NullMarked
package io.charrnn.access;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
