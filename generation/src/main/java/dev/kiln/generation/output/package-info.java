/** Samples as bytes and pictures. */
@NullMarked
package dev.kiln.generation.output;

import org.jspecify.annotations.NullMarked;
