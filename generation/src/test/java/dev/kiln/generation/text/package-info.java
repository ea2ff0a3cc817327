@NullMarked
package dev.kiln.generation.text;

import org.jspecify.annotations.NullMarked;
