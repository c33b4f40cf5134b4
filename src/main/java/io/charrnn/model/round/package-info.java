/**
 * Training in rounds: local SGD (Stich 2019) with an outer step (DiLoCo, Douillard et al.
 * 2023). The streams of a batch are split over the members of a cluster. In a round each
 * member learns for K iterations from its own streams with the real optimiser; then all
 * meet:
 *
 * <pre>
 *   common state --+-- share 0 --> member 0: K iterations --+
 *   (parameters,   +-- share 1 --> member 1: K iterations --+--> means in the order of members,
 *    moments,      |      ...                               |    outer step, hidden states put
 *    hidden)       +-- share P-1 --> member P-1 ------------+    together --> common state
 * </pre>
 *
 * A member keeps nothing from round to round: what it begins with is a part of the common
 * {@link io.charrnn.model.TrainingState}, and what it ends with is a function of that,
 * the text and the learning rates. So it does not matter where members are, how often one
 * is computed again, and which comes first. The common state is that of any run, with the
 * velocity of the outer step; a run can go on from it anywhere.
 * <p>
 * {@link io.charrnn.model.round.Rounds} is what trains, seen from outside: one trainer,
 * members in this process, or members elsewhere. Whoever runs members elsewhere needs
 * {@link io.charrnn.model.round.Member}, which is one round of one of them, and
 * {@link io.charrnn.model.round.Meeting}, which makes the next common state.
 */
@NullMarked
@NamedInterface("round")
package io.charrnn.model.round;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
