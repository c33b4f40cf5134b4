/** Workers, which claim jobs and train them. */
@NullMarked
package io.charrnn.training.run;

import org.jspecify.annotations.NullMarked;
