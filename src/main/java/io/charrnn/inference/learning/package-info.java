/** Models that learn from a text while reading it (dynamic evaluation). */
@NullMarked
package io.charrnn.inference.learning;

import org.jspecify.annotations.NullMarked;
