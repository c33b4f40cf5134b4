/**
 * Tests against what stands around the service: browsers, clients that exist, PostgreSQL.
 */
@NullMarked
package io.charrnn.ci;

import org.jspecify.annotations.NullMarked;
