/**
 * What the process depends on: its data folder, which no other process uses, its database
 * connections, the time, its memory, and the addresses it listens on.
 */
@ApplicationModule(allowedDependencies = "problem")
@NullMarked
package io.charrnn.process;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
