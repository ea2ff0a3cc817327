/**
 * The converter: records of a worker as Avro in the Confluent wire format, without Confluent's
 * jars.
 */
@NullMarked
package dev.kiln.connect.avro;

import org.jspecify.annotations.NullMarked;
