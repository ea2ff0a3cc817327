/** What people read of what went wrong. */
@NullMarked
package dev.kiln.generation.message;

import org.jspecify.annotations.NullMarked;
