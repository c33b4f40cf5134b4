@NullMarked
package io.charrnn;

import org.jspecify.annotations.NullMarked;
