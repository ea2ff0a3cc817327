package dev.kiln.generation.request;

import dev.kiln.generation.tensor.FloatTensor;

/**
 * How a sample looks that is being made.
 *
 * @param index which of the request's samples, from 0
 * @param step how many of its steps are done, from 1
 * @param steps how many there are; the last one ends in the sample itself, not in a preview
 * @param estimate the finished sample as estimated at that step, of the card's shape and about its
 *     range
 */
public record Preview(int index, int step, int steps, FloatTensor estimate) {}
