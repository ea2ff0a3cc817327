/** The engine. */
@NullMarked
package dev.kiln.generation;

import org.jspecify.annotations.NullMarked;
