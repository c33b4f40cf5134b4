/** Requests that are wrong in every way that the OpenAPI document lets one think of. */
@NullMarked
package io.charrnn.fuzz;

import org.jspecify.annotations.NullMarked;
