/** Requests of clients: new jobs, and changes to existing ones. */
@NullMarked
@NamedInterface("request")
package io.charrnn.training.request;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
