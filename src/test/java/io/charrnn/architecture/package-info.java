/** Rules that the code as a whole keeps. */
@NullMarked
package io.charrnn.architecture;

import org.jspecify.annotations.NullMarked;
