/**
 * Captioned shapes: scenes of one or two coloured shapes, the words that describe them, and which
 * combinations nobody trains on.
 */
@NullMarked
package dev.kiln.export.data.shapes;

import org.jspecify.annotations.NullMarked;
