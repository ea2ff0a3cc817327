/** The sink that writes samples to files. */
@NullMarked
package dev.kiln.connect.files;

import org.jspecify.annotations.NullMarked;
