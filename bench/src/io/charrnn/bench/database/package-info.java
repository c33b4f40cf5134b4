/** How long the service's database takes when it is full, and how long writes wait. */
@NullMarked
package io.charrnn.bench.database;

import org.jspecify.annotations.NullMarked;
