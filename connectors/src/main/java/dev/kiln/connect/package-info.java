/** Kafka Connect plugins. */
@NullMarked
package dev.kiln.connect;

import org.jspecify.annotations.NullMarked;
