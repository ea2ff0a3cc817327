/** The store of the requests that are consumed and not answered yet. */
@NullMarked
package dev.kiln.streams.inflight;

import org.jspecify.annotations.NullMarked;
