/** Models that learn from the texts that they read, as long as they read them. */
@NullMarked
package io.charrnn.inference.learning;

import org.jspecify.annotations.NullMarked;
