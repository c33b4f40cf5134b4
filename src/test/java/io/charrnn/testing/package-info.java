/** What the tests share. */
@NullMarked
package io.charrnn.testing;

import org.jspecify.annotations.NullMarked;
