/** What a team watches: the meters, where they are counted, and how they leave the process. */
@NullMarked
package dev.kiln.streams.metrics;

import org.jspecify.annotations.NullMarked;
