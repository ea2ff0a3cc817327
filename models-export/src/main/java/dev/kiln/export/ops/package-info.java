/**
 * The operations a network may use. {@code ops.torch} runs them for training, {@code ops.onnx}
 * writes them for export.
 */
@NullMarked
package dev.kiln.export.ops;

import org.jspecify.annotations.NullMarked;
