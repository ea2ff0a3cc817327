/**
 * From request records to sample and failure records, exactly once: the topology, its processor and
 * the store of the requests in flight.
 */
@NullMarked
package dev.kiln.streams.topology;

import org.jspecify.annotations.NullMarked;
