@NullMarked
package io.charrnn.training;

import org.jspecify.annotations.NullMarked;
