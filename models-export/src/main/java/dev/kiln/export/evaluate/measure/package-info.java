/**
 * How far one set of points lies from another: Fréchet distance, precision and recall, density and
 * coverage, nearest neighbours. Knows nothing of generators, images or files.
 */
@NullMarked
package dev.kiln.export.evaluate.measure;

import org.jspecify.annotations.NullMarked;
