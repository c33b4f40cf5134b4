/**
 * Products of matrices, by native libraries or by plain Java, in float32 or with factors
 * of fewer digits; and the functions of single values between them.
 */
@NullMarked
@NamedInterface("product")
package io.charrnn.model.product;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
