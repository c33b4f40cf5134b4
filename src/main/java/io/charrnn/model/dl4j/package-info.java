/**
 * The DL4J network: configuration, custom layers, archive codec and reference trainer.
 * The only package that uses DL4J and ND4J.
 */
@NullMarked
@NamedInterface("dl4j")
package io.charrnn.model.dl4j;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
