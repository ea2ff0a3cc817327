/** How good the rows of a table are that a generator makes. */
@NullMarked
package dev.kiln.export.evaluate.table;

import org.jspecify.annotations.NullMarked;
