/** Streams of events, of jobs and of searches, of which there is a bounded number. */
@NullMarked
@NamedInterface("stream")
package io.charrnn.training.stream;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
