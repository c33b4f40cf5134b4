/**
 * What the process stands on: its data folder, which no other process uses, its
 * connections to the database, the time, its memory, and where it listens.
 */
@ApplicationModule(allowedDependencies = "problem")
@NullMarked
package io.charrnn.process;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
