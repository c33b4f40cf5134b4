@NullMarked
package io.charrnn.model;

import org.jspecify.annotations.NullMarked;
