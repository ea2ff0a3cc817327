/** The source that reads requests from files in a directory. */
@NullMarked
package dev.kiln.connect.prompt;

import org.jspecify.annotations.NullMarked;
