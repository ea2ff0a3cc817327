/** Tests. */
@NullMarked
package dev.kiln.export.graph;

import org.jspecify.annotations.NullMarked;
