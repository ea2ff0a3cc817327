/** Requests that were made to do harm. */
@NullMarked
package dev.kiln.streams.hostile;

import org.jspecify.annotations.NullMarked;
