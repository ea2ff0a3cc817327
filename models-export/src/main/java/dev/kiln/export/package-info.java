/** Training and export. */
@NullMarked
package dev.kiln.export;

import org.jspecify.annotations.NullMarked;
