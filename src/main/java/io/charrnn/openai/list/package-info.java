/** Lists, in OpenAI's form. */
@NullMarked
package io.charrnn.openai.list;

import org.jspecify.annotations.NullMarked;
