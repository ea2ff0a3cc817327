package dev.kiln.generation.row;

import dev.kiln.generation.tensor.FloatTensor;

/**
 * Some columns of a row, as networks take them.
 *
 * @param values of the row's shape: the encoded columns, and zero where a column is not given
 * @param mask of the row's shape: 1 where {@code values} is given, 0 elsewhere
 */
public record KnownColumns(FloatTensor values, FloatTensor mask) {}
