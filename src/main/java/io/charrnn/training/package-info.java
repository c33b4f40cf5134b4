/** Training jobs: their states, the worker, checkpoints, metrics and live events. */
@NullMarked
package io.charrnn.training;

import org.jspecify.annotations.NullMarked;
