/** Tables to learn from: read from CSV or drawn, their columns inferred, their rows encoded. */
@NullMarked
package dev.kiln.export.data.table;

import org.jspecify.annotations.NullMarked;
