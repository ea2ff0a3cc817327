/** Keeps secrets of the configuration out of all that people and other programs read. */
@NullMarked
package dev.kiln.streams.secrets;

import org.jspecify.annotations.NullMarked;
