/** Loaded generators, shared by all tasks and transforms of a worker. */
@NullMarked
package dev.kiln.connect.session;

import org.jspecify.annotations.NullMarked;
