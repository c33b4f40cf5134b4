/** Event streams of jobs and searches; their number is limited. */
@NullMarked
@NamedInterface("stream")
package io.charrnn.training.stream;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
