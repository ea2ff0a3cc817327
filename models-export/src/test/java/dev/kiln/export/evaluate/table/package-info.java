/** How good generated rows are. */
@NullMarked
package dev.kiln.export.evaluate.table;

import org.jspecify.annotations.NullMarked;
