package io.charrnn.model.round;

import java.util.List;

import io.charrnn.model.TrainingState;
import io.charrnn.model.Update;

/**
 * A member's result of a round.
 *
 * @param member which one, from 0
 * @param state with the hidden states of its own streams
 * @param updates what each of its iterations reports of its own streams
 */
public record MemberRound(int member, TrainingState state, List<Update> updates) {
}
