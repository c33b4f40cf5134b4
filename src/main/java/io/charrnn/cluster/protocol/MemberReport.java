package io.charrnn.cluster.protocol;

import io.charrnn.model.round.MemberRound;

/**
 * A member's result of a round, and where it was computed.
 *
 * @param host that computed it
 * @param arithmetic all that decides the bits there: library with its version,
 * instructions, rounding
 * @param nanos for which it learned
 * @param round the result
 */
public record MemberReport(String host, String arithmetic, long nanos, MemberRound round) {
}
