/** Avro in the Confluent wire format: magic 0, schema id, binary record. */
@NullMarked
package dev.kiln.schemas.wire;

import org.jspecify.annotations.NullMarked;
