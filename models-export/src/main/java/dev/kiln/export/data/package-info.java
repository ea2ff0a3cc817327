/** What networks are trained and judged on. */
@NullMarked
package dev.kiln.export.data;

import org.jspecify.annotations.NullMarked;
