/** Limits on the size and encoding of request bodies. */
@NamedInterface("body")
@NullMarked
package io.charrnn.connection.body;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
