/** What the benchmarks share. */
@NullMarked
package io.charrnn.bench;

import org.jspecify.annotations.NullMarked;
