/** Tests of cli. */
@NullMarked
package dev.kiln.export.cli;

import org.jspecify.annotations.NullMarked;
