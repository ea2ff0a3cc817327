/** Samplers as pure functions from a noise schedule to a table of coefficients, one file each. */
@NullMarked
package dev.kiln.generation.sampler;

import org.jspecify.annotations.NullMarked;
