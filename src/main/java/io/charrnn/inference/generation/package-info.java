/**
 * Texts that models write, at once or as a stream, for clients and for modules that serve
 * them in another form.
 */
@NullMarked
@NamedInterface("generation")
package io.charrnn.inference.generation;

import org.jspecify.annotations.NullMarked;

import org.springframework.modulith.NamedInterface;
