/** Texts as numbers: what a text encoder takes. */
@NullMarked
package dev.kiln.generation.text;

import org.jspecify.annotations.NullMarked;
