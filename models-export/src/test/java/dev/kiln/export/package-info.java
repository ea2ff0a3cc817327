/** Tests of the arrows. */
@NullMarked
package dev.kiln.export;

import org.jspecify.annotations.NullMarked;
