/** Transforms of single records: a generated field or record, and rows with their gaps filled. */
@NullMarked
package dev.kiln.connect.transform;

import org.jspecify.annotations.NullMarked;
