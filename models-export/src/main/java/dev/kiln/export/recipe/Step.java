package dev.kiln.export.recipe;

import java.util.random.RandomGenerator;

/**
 * Where in the training a step stands.
 *
 * @param number how many steps went before
 * @param progress how much of the training is done, from 0 to 1
 * @param random random numbers for this step; PyTorch's own generator is seeded for it as well
 */
public record Step(long number, double progress, RandomGenerator random) {}
