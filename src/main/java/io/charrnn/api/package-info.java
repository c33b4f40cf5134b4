/**
 * What the HTTP surface has in common: streams of events, downloads, and whether a client
 * is still there.
 */
@ApplicationModule(allowedDependencies = { "problem" })
@NullMarked
package io.charrnn.api;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
