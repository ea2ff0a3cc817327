/** A small HTTP server that trusts nobody: routes, who may ask what, and how much. */
@NullMarked
package dev.kiln.streams.http;

import org.jspecify.annotations.NullMarked;
