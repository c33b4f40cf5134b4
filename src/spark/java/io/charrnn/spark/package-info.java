/**
 * The driver of a training job on Apache Spark, a process of its own that the service
 * starts and speaks to, and the task that Spark's executors run: one member of a cluster
 * for one round.
 */
@NullMarked
package io.charrnn.spark;

import org.jspecify.annotations.NullMarked;
