/**
 * What the process stands on: its data folder, which no other process uses, and its
 * connections to the database.
 */
@ApplicationModule(allowedDependencies = "problem")
@NullMarked
package io.charrnn.process;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
