/**
 * Networks in the formats of other tools: safetensors and npz with PyTorch's names and order of gates, and ONNX.
 */
@NullMarked
package io.charrnn.model.format;

import org.jspecify.annotations.NullMarked;
