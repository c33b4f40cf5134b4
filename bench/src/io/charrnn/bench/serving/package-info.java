/** Compares the speed of serving with that of other programs. */
@NullMarked
package io.charrnn.bench.serving;

import org.jspecify.annotations.NullMarked;
