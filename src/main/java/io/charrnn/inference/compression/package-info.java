/** Lossless compression: arithmetic coding with a model's predictions. */
@NullMarked
package io.charrnn.inference.compression;

import org.jspecify.annotations.NullMarked;
