/** The form of errors. */
@NullMarked
package io.charrnn.openai.error;

import org.jspecify.annotations.NullMarked;
