/** Lists in OpenAI's format. */
@NullMarked
package io.charrnn.openai.list;

import org.jspecify.annotations.NullMarked;
