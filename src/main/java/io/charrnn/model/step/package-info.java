/**
 * Inference, character by character: a single text or many in one batch, with the same
 * bits.
 */
@NullMarked
@NamedInterface("step")
package io.charrnn.model.step;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
