/** Tests of the judge and the report. */
@NullMarked
package dev.kiln.export.evaluate;

import org.jspecify.annotations.NullMarked;
