/** Recurrent kernels for training and for stepping, independent of DL4J. */
@NullMarked
@NamedInterface("kernel")
package io.charrnn.model.kernel;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
