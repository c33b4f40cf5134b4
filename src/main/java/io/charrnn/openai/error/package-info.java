/** What is common to all answers: the form of errors, and an id for each request. */
@NullMarked
package io.charrnn.openai.error;

import org.jspecify.annotations.NullMarked;
