/** Files to train on, which are corpora. */
@NullMarked
package io.charrnn.openai.file;

import org.jspecify.annotations.NullMarked;
