/** Stored hidden states that clients can continue from. */
@NullMarked
package io.charrnn.inference.sessions;

import org.jspecify.annotations.NullMarked;
