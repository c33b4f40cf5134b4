/** Immutable bytes in the database, in chunks, by their SHA-256. */
@ApplicationModule(allowedDependencies = { "problem" })
@NullMarked
package io.charrnn.content;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
