/** The application around the topology: its configuration, its start and its end. */
@NullMarked
package dev.kiln.streams.app;

import org.jspecify.annotations.NullMarked;
