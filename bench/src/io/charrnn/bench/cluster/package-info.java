/** Measures what training in rounds costs and brings. */
@NullMarked
package io.charrnn.bench.cluster;

import org.jspecify.annotations.NullMarked;
