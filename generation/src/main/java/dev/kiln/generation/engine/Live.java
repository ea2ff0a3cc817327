package dev.kiln.generation.engine;

import dev.kiln.generation.stage.Trajectory;

/**
 * A sample in progress.
 *
 * @param job whose it is
 * @param index its index within the request
 * @param stage which stage it walks through
 * @param trajectory the walk
 */
record Live(Job job, int index, int stage, Trajectory trajectory) {}
