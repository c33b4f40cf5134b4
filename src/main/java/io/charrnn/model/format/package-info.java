/**
 * Networks in the formats of other tools: safetensors and npz with PyTorch's names and
 * order of gates, and ONNX.
 */
@NullMarked
@NamedInterface("format")
package io.charrnn.model.format;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
