/**
 * The fused training loop, without DL4J. The work of an iteration is split twice:
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
 * A batch is B streams by T steps, the characters of one iteration. A shard is the part
 * of it that one thread computes. A chunk is as many steps of a shard as one GEMM can
 * process while they are in the cache. Parameters are split among the threads, too: a
 * thread sums, clips, updates and packs its slice.
 */
@NullMarked
@NamedInterface("train")
package io.charrnn.model.train;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
