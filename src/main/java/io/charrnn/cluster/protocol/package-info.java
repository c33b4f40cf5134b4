/**
 * What the service and a Spark driver say to each other over the driver's standard input
 * and output, and what the driver and its executors hand each other. Plain Java: it runs
 * on Spark's class path, too.
 */
@NullMarked
package io.charrnn.cluster.protocol;

import org.jspecify.annotations.NullMarked;
