/** What happens inside a model while it reads. */
@NullMarked
package io.charrnn.inference.inspection;

import org.jspecify.annotations.NullMarked;
