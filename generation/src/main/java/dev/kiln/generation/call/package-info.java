/**
 * Calls of a network that may go wrong: how long one may take, how many rows it may carry, when the
 * network is opened again, and what is to be said of its health.
 */
@NullMarked
package dev.kiln.generation.call;

import org.jspecify.annotations.NullMarked;
