/** Shapes and flat float tensors. */
@NullMarked
package dev.kiln.generation.tensor;

import org.jspecify.annotations.NullMarked;
