/**
 * Limits on slow clients: how long they may keep the service waiting, and how much of a
 * rejected body is read.
 */
@ApplicationModule(allowedDependencies = "problem")
@NullMarked
package io.charrnn.connection;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
