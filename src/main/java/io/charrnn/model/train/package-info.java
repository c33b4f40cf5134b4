/**
 * The training loop, without DL4J. What an iteration computes is split twice, each part
 * with a name of its own:
 *
 * <pre>
 *              time steps
 *         0 . . . . . . . . . T-1
 *       +-------+-------+-------+
 *     0 |       :       :       |  shard of thread 0: its streams, all steps
 *     1 | chunk : chunk : chunk |
 *       +-------+-------+-------+
 *     2 |       :       :       |  shard of thread 1
 *   B-1 | chunk : chunk : chunk |
 *       +-------+-------+-------+
 *  streams          batch
 * </pre>
 *
 * A batch is B streams by T steps, the characters of one iteration. A shard is what one
 * thread computes of it. A chunk is so many steps of a shard that one product goes over
 * all of them while they are in the cache. Parameters are split over the threads too: the
 * slice of a thread is what it sums, clips, updates and packs.
 */
@NullMarked
@NamedInterface("train")
package io.charrnn.model.train;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
