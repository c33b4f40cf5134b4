/** Texts that match a regular expression. */
@NullMarked
package io.charrnn.inference.pattern;

import org.jspecify.annotations.NullMarked;
