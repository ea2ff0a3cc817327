/** Tops up the rare classes of a labelled stream with samples, while it flows. */
@NullMarked
package dev.kiln.streams.augment;

import org.jspecify.annotations.NullMarked;
