/**
 * The language model itself: alphabet, network, training engines. Plain Java, without
 * Spring and without HTTP.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package io.charrnn.model;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
