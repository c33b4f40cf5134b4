/** Training jobs over HTTP. */
@NullMarked
package io.charrnn.training.web;

import org.jspecify.annotations.NullMarked;
