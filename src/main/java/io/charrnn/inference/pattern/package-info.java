/** Generated text restricted to regular expressions, choices and JSON schemas. */
@NullMarked
package io.charrnn.inference.pattern;

import org.jspecify.annotations.NullMarked;
