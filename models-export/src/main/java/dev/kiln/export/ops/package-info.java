/** The operations a network may use: run on PyTorch for training, written as ONNX for export. */
@NullMarked
package dev.kiln.export.ops;

import org.jspecify.annotations.NullMarked;
