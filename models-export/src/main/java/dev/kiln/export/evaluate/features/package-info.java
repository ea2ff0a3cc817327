/**
 * The space in which images are compared: what a small classifier of the real data sees. It is
 * trained once for a data set and kept in a file, so that several generators are measured alike.
 */
@NullMarked
package dev.kiln.export.evaluate.features;

import org.jspecify.annotations.NullMarked;
