@NullMarked
package dev.kiln.generation.sampler;

import org.jspecify.annotations.NullMarked;
