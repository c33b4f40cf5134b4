/**
 * What keeps those apart who use the service: all that is made belongs to a workspace,
 * and nothing of another one is there.
 */
@ApplicationModule(allowedDependencies = { "problem", "api", "process" })
@NullMarked
package io.charrnn.workspace;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
