/**
 * The language model: alphabet, network, training engines. Plain Java, without Spring and
 * HTTP.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package io.charrnn.model;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
