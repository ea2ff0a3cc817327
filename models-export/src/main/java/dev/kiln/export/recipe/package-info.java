/**
 * Training algorithms, one file each; the loop, averaging, checkpoints and progress stand beside
 * them.
 */
@NullMarked
package dev.kiln.export.recipe;

import org.jspecify.annotations.NullMarked;
