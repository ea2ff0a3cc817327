/** Between records and the engine: what a request asks for, and what its answer looks like. */
@NullMarked
package dev.kiln.streams.contract;

import org.jspecify.annotations.NullMarked;
