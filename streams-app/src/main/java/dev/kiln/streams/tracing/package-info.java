/** Traces: one span for each request, in the trace that its record's headers name. */
@NullMarked
package dev.kiln.streams.tracing;

import org.jspecify.annotations.NullMarked;
