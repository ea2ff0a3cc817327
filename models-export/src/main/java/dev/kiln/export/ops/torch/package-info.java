/** Networks run on PyTorch: the operations, the weights, and the bounds of native memory. */
@NullMarked
package dev.kiln.export.ops.torch;

import org.jspecify.annotations.NullMarked;
