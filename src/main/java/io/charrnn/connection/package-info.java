/**
 * How long clients may keep the service waiting, whatever they send or read, and how much
 * of what they send is taken.
 */
@ApplicationModule(allowedDependencies = "problem")
@NullMarked
package io.charrnn.connection;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
