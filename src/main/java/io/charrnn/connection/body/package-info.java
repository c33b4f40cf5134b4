/** How large bodies may be, and in which encoding they may come. */
@NamedInterface("body")
@NullMarked
package io.charrnn.connection.body;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
