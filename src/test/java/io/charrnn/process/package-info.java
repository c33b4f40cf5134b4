/** Tests of the packaged jar as a process of its own. */
@NullMarked
package io.charrnn.process;

import org.jspecify.annotations.NullMarked;
