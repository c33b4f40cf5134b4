/** Files to learn from, which are corpora. */
@NullMarked
package io.charrnn.openai.file;

import org.jspecify.annotations.NullMarked;
