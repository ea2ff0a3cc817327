/** The code of docs/guides, compiled and run. */
@NullMarked
package dev.kiln.export.guide;

import org.jspecify.annotations.NullMarked;
