/** Tests of images. */
@NullMarked
package dev.kiln.export.evaluate.images;

import org.jspecify.annotations.NullMarked;
