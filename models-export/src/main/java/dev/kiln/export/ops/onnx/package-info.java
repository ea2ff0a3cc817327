/** Networks written as ONNX nodes. */
@NullMarked
package dev.kiln.export.ops.onnx;

import org.jspecify.annotations.NullMarked;
