/**
 * Training jobs on Apache Spark: starts, speaks to and ends their drivers, each a process
 * of its own. No library of Spark is in the service.
 */
@ApplicationModule(allowedDependencies = { "model", "model::round", "problem" })
@NullMarked
package io.charrnn.cluster;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
