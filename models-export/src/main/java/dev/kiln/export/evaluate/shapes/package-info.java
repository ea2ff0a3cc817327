/** Judging generators of captioned shapes by a rule that reads the pixels. */
@NullMarked
package dev.kiln.export.evaluate.shapes;

import org.jspecify.annotations.NullMarked;
