/** OpenAI paths that are not supported. */
@NullMarked
package io.charrnn.openai.unserved;

import org.jspecify.annotations.NullMarked;
