/** Tests. */
@NullMarked
package dev.kiln.export.graph.pass;

import org.jspecify.annotations.NullMarked;
