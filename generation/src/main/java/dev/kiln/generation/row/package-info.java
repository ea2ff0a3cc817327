/** Rows of a table as vectors, and vectors as rows: all that a card's columns say. */
@NullMarked
package dev.kiln.generation.row;

import org.jspecify.annotations.NullMarked;
