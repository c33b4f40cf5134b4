/** A look inside of models while they read. */
@NullMarked
package io.charrnn.inference.inspection;

import org.jspecify.annotations.NullMarked;
