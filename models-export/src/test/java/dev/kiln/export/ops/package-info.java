/** Tests of ops. */
@NullMarked
package dev.kiln.export.ops;

import org.jspecify.annotations.NullMarked;
