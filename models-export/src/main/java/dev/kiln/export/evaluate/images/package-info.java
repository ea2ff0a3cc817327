/** How good a generator of labelled images is, held against the images that it should look like. */
@NullMarked
package dev.kiln.export.evaluate.images;

import org.jspecify.annotations.NullMarked;
