@NullMarked
package dev.kiln.generation.noise;

import org.jspecify.annotations.NullMarked;
