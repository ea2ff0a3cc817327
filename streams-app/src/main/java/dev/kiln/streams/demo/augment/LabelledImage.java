package dev.kiln.streams.demo.augment;

import dev.kiln.generation.tensor.FloatTensor;

/**
 * A picture and what it shows.
 *
 * @param picture [1, 28, 28], from -1 to 1
 * @param label its class
 */
record LabelledImage(FloatTensor picture, int label) {}
