/** Models in memory, and how requests share them and the processor. */
@NullMarked
package io.charrnn.inference.serving;

import org.jspecify.annotations.NullMarked;
