/** Named and versioned models, their provenance, import and export. */
@NullMarked
package io.charrnn.registry;

import org.jspecify.annotations.NullMarked;
