/** Measurements of the forms in which operations are written. */
@NullMarked
package dev.kiln.export.ops.onnx;

import org.jspecify.annotations.NullMarked;
