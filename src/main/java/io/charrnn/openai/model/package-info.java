/** Models under OpenAI's paths. */
@NullMarked
package io.charrnn.openai.model;

import org.jspecify.annotations.NullMarked;
