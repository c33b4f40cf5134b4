/** Immutable bytes in the database, in chunks, by their SHA-256. */
@ApplicationModule(allowedDependencies = { "process", "problem" })
@NullMarked
package io.charrnn.content;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
