/** The engine: admission, step batching, deadlines, cancellation. */
@NullMarked
package dev.kiln.generation.engine;

import org.jspecify.annotations.NullMarked;
