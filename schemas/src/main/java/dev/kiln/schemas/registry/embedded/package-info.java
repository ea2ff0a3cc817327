/** A schema registry in this process, for the demo and for tests. */
@NullMarked
package dev.kiln.schemas.registry.embedded;

import org.jspecify.annotations.NullMarked;
