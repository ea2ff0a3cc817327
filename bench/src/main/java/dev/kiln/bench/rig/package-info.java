/**
 * What is measured, put together: a broker, the app, its rivals, and the clients that load them.
 */
@NullMarked
package dev.kiln.bench.rig;

import org.jspecify.annotations.NullMarked;
