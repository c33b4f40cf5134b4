@NullMarked
package io.charrnn.training.run;

import org.jspecify.annotations.NullMarked;
