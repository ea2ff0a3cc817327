/** Tests of report. */
@NullMarked
package dev.kiln.export.evaluate.report;

import org.jspecify.annotations.NullMarked;
