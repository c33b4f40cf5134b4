/** Errors in OpenAI's format. */
@NullMarked
package io.charrnn.openai.error;

import org.jspecify.annotations.NullMarked;
