/** The next character, and the most probable continuations. */
@NullMarked
package io.charrnn.inference.prediction;

import org.jspecify.annotations.NullMarked;
