/** The command line of training and evaluation. */
@NullMarked
package dev.kiln.export.cli;

import org.jspecify.annotations.NullMarked;
