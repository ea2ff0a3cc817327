/** The command line: one class a command; errors are one sentence on stderr. */
@NullMarked
package dev.kiln.streams.cli;

import org.jspecify.annotations.NullMarked;
