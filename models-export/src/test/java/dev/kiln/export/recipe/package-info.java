/** Tests of recipe. */
@NullMarked
package dev.kiln.export.recipe;

import org.jspecify.annotations.NullMarked;
