/** Immutable bytes in the database, in chunks, by their SHA-256. */
@NullMarked
package io.charrnn.content;

import org.jspecify.annotations.NullMarked;
