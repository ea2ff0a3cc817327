/** Networks and their ports. */
@NullMarked
package dev.kiln.export.nets;

import org.jspecify.annotations.NullMarked;
