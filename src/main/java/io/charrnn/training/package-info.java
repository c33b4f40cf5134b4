/**
 * Training jobs: their states, checkpoints, metrics and events as they are stored. The
 * worker is in {@code run}, what clients ask for in {@code request}, HTTP in {@code web}.
 */
@NullMarked
package io.charrnn.training;

import org.jspecify.annotations.NullMarked;
