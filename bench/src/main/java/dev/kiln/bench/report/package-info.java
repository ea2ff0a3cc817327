/** Rounds of alternating sides, medians with their range, and the line of JSON at the end. */
@NullMarked
package dev.kiln.bench.report;

import org.jspecify.annotations.NullMarked;
