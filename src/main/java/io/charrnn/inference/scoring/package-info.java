/** The surprisal of texts, for models and for n-grams of the same corpus. */
@NullMarked
package io.charrnn.inference.scoring;

import org.jspecify.annotations.NullMarked;
