/** Kafka Connect plugins; one package a plugin, and what they share. */
@NullMarked
package dev.kiln.connect;

import org.jspecify.annotations.NullMarked;
