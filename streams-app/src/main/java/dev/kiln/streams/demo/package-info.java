/** The demo: a mix of requests through a real broker, every answer accounted for. */
@NullMarked
package dev.kiln.streams.demo;

import org.jspecify.annotations.NullMarked;
