/** Tests of the data sets. */
@NullMarked
package dev.kiln.export.data;

import org.jspecify.annotations.NullMarked;
