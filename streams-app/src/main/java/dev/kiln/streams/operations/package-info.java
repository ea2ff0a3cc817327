/** What a team's tools ask a running process: whether it lives, whether it serves, its meters. */
@NullMarked
package dev.kiln.streams.operations;

import org.jspecify.annotations.NullMarked;
