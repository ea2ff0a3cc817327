/**
 * A report on a generator: named figures beside what real data score, and pictures and plots that
 * explain them; as a table for the terminal, one line of JSON, and an HTML page. Knows nothing of
 * how the figures came to be, so that images, tables and prompts are reported alike.
 */
@NullMarked
package dev.kiln.export.evaluate.report;

import org.jspecify.annotations.NullMarked;
