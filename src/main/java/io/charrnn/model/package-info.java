/**
 * The language model itself: alphabet, network, training engines. Plain Java, without
 * Spring and without HTTP.
 */
@NullMarked
package io.charrnn.model;

import org.jspecify.annotations.NullMarked;
