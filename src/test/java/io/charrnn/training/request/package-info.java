@NullMarked
package io.charrnn.training.request;

import org.jspecify.annotations.NullMarked;
