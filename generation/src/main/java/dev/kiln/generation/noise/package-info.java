/** Counter-based Gaussian noise, keyed by seed, sample index and draw index. */
@NullMarked
package dev.kiln.generation.noise;

import org.jspecify.annotations.NullMarked;
