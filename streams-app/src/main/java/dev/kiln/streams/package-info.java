/** The Kafka Streams application. */
@NullMarked
package dev.kiln.streams;

import org.jspecify.annotations.NullMarked;
