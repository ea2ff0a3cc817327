/**
 * What a generator is worth: a judge that names the class of a sample, and the report on many of
 * them.
 */
@NullMarked
package dev.kiln.export.evaluate;

import org.jspecify.annotations.NullMarked;
