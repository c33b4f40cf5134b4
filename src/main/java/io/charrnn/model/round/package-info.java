/**
 * Training in rounds: local SGD (Stich 2019) with an outer step (DiLoCo, Douillard et al.
 * 2023). The streams of a batch are split among the members of a cluster. In each round a
 * member trains for K iterations on its own streams with the job's optimizer; then all
 * synchronize:
 *
 * <pre>
 *   common state --+-- share 0 --> member 0: K iterations --+
 *   (parameters,   +-- share 1 --> member 1: K iterations --+--> means in the order of members,
 *    moments,      |      ...                               |    outer step, hidden states put
 *    hidden)       +-- share P-1 --> member P-1 ------------+    together --> common state
 * </pre>
 *
 * A member keeps nothing between rounds: it starts from a part of the common
 * {@link io.charrnn.model.TrainingState}, and its result is a function of that, the text
 * and the learning rates. So it does not matter where members run, how often one is
 * recomputed, and which finishes first. The common state is the state of an ordinary run
 * plus the velocity of the outer step; a run can resume from it anywhere.
 * <p>
 * {@link io.charrnn.model.round.Rounds} is the interface to all ways of training: a
 * single trainer, members in this process, or members elsewhere. Code that runs members
 * elsewhere needs {@link io.charrnn.model.round.Member}, one round of one member, and
 * {@link io.charrnn.model.round.Meeting}, which computes the next common state.
 */
@NullMarked
@NamedInterface("round")
package io.charrnn.model.round;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
