/** What clients ask for: new jobs, and changes to those that there are. */
@NullMarked
@NamedInterface("request")
package io.charrnn.training.request;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
