/** A page of a list, and the cursor to the next. */
@NullMarked
package io.charrnn.page;

import org.jspecify.annotations.NullMarked;
