/**
 * Character n-grams to mix with a network's predictions: those of its training text and
 * those of the text so far.
 */
@NamedInterface("ngram")
@NullMarked
package io.charrnn.model.ngram;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
