/**
 * Trained networks, run character by character: alone, or many texts in one batch, with
 * the same bits.
 */
@NullMarked
@NamedInterface("step")
package io.charrnn.model.step;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
