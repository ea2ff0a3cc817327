/** Tests of export. */
@NullMarked
package dev.kiln.export.export;

import org.jspecify.annotations.NullMarked;
