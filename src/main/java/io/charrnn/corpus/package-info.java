/** Texts to learn from. */
@NullMarked
package io.charrnn.corpus;

import org.jspecify.annotations.NullMarked;
