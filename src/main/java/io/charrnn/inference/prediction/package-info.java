/** What comes next: characters, and the most probable continuations. */
@NullMarked
package io.charrnn.inference.prediction;

import org.jspecify.annotations.NullMarked;
