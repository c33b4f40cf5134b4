/** Predicts, generates and scores. */
@NullMarked
package io.charrnn.inference;

import org.jspecify.annotations.NullMarked;
