/**
 * Character n-grams that a network's predictions are mixed with: those of the text that
 * it learned and those of the text so far.
 */
@NamedInterface("ngram")
@NullMarked
package io.charrnn.model.ngram;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
