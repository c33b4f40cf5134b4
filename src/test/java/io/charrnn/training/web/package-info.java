@NullMarked
package io.charrnn.training.web;

import org.jspecify.annotations.NullMarked;
