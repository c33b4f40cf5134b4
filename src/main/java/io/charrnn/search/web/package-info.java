/** Searches over HTTP. */
@NullMarked
package io.charrnn.search.web;

import org.jspecify.annotations.NullMarked;
