/** Avro contracts and the Confluent wire format. */
@NullMarked
package dev.kiln.schemas;

import org.jspecify.annotations.NullMarked;
