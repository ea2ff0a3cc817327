/** Where samples go that are larger than a record may be. */
@NullMarked
package dev.kiln.streams.blob;

import org.jspecify.annotations.NullMarked;
