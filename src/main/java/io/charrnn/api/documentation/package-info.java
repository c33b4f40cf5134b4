/**
 * The OpenAPI document: what it says beside what controllers say, and when it is made.
 */
@NullMarked
package io.charrnn.api.documentation;

import org.jspecify.annotations.NullMarked;
