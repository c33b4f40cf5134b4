/**
 * Training jobs on Apache Spark: starts, controls and ends their drivers, each in a
 * separate process. The service contains no Spark library.
 */
@ApplicationModule(allowedDependencies = { "model", "model::round", "problem" })
@NullMarked
package io.charrnn.cluster;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
