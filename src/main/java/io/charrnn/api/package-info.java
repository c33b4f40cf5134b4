/**
 * What all of the HTTP API shares: JSON conventions, parameters and forms, pages of
 * lists, event streams, downloads, and detection of disconnected clients.
 */
@ApplicationModule(allowedDependencies = { "process", "problem" })
@NullMarked
package io.charrnn.api;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
