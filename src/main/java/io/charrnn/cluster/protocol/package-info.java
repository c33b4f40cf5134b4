/**
 * The protocol between the service and a Spark driver, over the driver's standard input
 * and output, and between the driver and its executors. Plain Java: it also runs on
 * Spark's class path.
 */
@NullMarked
package io.charrnn.cluster.protocol;

import org.jspecify.annotations.NullMarked;
