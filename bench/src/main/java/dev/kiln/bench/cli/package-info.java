/** One class a question; what they share stands once beside them. */
@NullMarked
package dev.kiln.bench.cli;

import org.jspecify.annotations.NullMarked;
