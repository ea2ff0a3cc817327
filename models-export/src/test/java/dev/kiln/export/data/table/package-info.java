/** Tables: read, inferred, drawn, split. */
@NullMarked
package dev.kiln.export.data.table;

import org.jspecify.annotations.NullMarked;
