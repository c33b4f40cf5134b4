/**
 * The OpenAPI document: additions to what the controllers declare, and when it is
 * created.
 */
@NullMarked
package io.charrnn.api.documentation;

import org.jspecify.annotations.NullMarked;
