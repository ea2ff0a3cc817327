/** Samples as Connect records, and the conditions that they are drawn under. */
@NullMarked
package dev.kiln.connect.sample;

import org.jspecify.annotations.NullMarked;
