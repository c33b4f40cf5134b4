@NullMarked
package io.charrnn.model.dl4j;

import org.jspecify.annotations.NullMarked;
