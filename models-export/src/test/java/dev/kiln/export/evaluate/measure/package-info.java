/** Tests of the figures against cases with a known answer. */
@NullMarked
package dev.kiln.export.evaluate.measure;

import org.jspecify.annotations.NullMarked;
