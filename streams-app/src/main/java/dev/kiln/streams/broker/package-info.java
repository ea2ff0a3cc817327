/** A local single-node Kafka broker, for the demo and for tests. */
@NullMarked
package dev.kiln.streams.broker;

import org.jspecify.annotations.NullMarked;
