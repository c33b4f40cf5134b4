/** Calls the configured webhooks when jobs have ended. */
@NullMarked
package io.charrnn.training.webhook;

import org.jspecify.annotations.NullMarked;
