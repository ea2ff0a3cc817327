/** The engine's own kernels, measured by JMH against a copy of the bytes that they must touch. */
@NullMarked
package dev.kiln.bench.kernel;

import org.jspecify.annotations.NullMarked;
