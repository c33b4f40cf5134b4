/** Stored hidden states: texts that models have read so far and can go on from. */
@NullMarked
package io.charrnn.inference.sessions;

import org.jspecify.annotations.NullMarked;
