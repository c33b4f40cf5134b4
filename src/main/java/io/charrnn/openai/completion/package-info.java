/** Completions, and the tokens that they count: a token is a character. */
@NullMarked
package io.charrnn.openai.completion;

import org.jspecify.annotations.NullMarked;
