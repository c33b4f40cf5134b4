/** Tells others, at addresses that the settings name, when jobs have ended. */
@NullMarked
package io.charrnn.training.webhook;

import org.jspecify.annotations.NullMarked;
