/**
 * Text generation, in one response or as a stream, for clients and for modules that serve
 * it in another form.
 */
@NullMarked
@NamedInterface("generation")
package io.charrnn.inference.generation;

import org.jspecify.annotations.NullMarked;

import org.springframework.modulith.NamedInterface;
