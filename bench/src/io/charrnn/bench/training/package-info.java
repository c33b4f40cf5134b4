/** Compares the speed of training with that of other programs, side by side. */
@NullMarked
package io.charrnn.bench.training;

import org.jspecify.annotations.NullMarked;
