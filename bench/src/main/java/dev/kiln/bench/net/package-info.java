/**
 * The networks that are measured: graphs of a stated size with random weights, and an accelerator
 * that is only simulated.
 */
@NullMarked
package dev.kiln.bench.net;

import org.jspecify.annotations.NullMarked;
