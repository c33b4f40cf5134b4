/** Paths of OpenAI's that nothing is served under. */
@NullMarked
package io.charrnn.openai.unserved;

import org.jspecify.annotations.NullMarked;
