/**
 * What the HTTP surface has in common: JSON and its conventions, parameters and forms,
 * pages of lists, streams of events, downloads, and whether a client is still there.
 */
@ApplicationModule(allowedDependencies = { "process", "problem" })
@NullMarked
package io.charrnn.api;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
