/** How surprising texts are to models, and to n-grams of the same corpus. */
@NullMarked
package io.charrnn.inference.scoring;

import org.jspecify.annotations.NullMarked;
