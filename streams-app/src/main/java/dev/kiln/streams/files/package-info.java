/** Samples as PNG files and contact sheets in a directory. */
@NullMarked
package dev.kiln.streams.files;

import org.jspecify.annotations.NullMarked;
