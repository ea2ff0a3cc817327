/** Networks checked without running them: shapes in which the batch and other sizes stay open. */
@NullMarked
package dev.kiln.export.ops.shape;

import org.jspecify.annotations.NullMarked;
