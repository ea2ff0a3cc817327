/** The source whose records are drawn from a generator. */
@NullMarked
package dev.kiln.connect.generator;

import org.jspecify.annotations.NullMarked;
