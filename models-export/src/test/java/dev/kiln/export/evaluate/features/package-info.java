/** Tests of features. */
@NullMarked
package dev.kiln.export.evaluate.features;

import org.jspecify.annotations.NullMarked;
