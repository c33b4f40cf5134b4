/**
 * Matrix products, by native libraries or plain Java, in float32 or with operands of
 * lower precision; and the element-wise functions between them.
 */
@NullMarked
@NamedInterface("product")
package io.charrnn.model.product;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
