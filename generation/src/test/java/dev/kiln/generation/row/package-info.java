/** Rows as vectors and back. */
@NullMarked
package dev.kiln.generation.row;

import org.jspecify.annotations.NullMarked;
