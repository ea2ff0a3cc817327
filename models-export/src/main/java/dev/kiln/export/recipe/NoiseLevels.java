package dev.kiln.export.recipe;

import dev.kiln.generation.sampler.NoiseSchedule;
import dev.kiln.generation.sampler.SchedulerConfig;
import java.util.Arrays;

/**
 * The noise levels of a discrete diffusion as the samplers know them, from the same
 * scheduler_config: sqrt(abar_t) and sqrt(1 - abar_t). Timestep -1 is the clean sample.
 */
final class NoiseLevels {
  private final NoiseSchedule schedule;
  private final int rank;

  /**
   * Levels for samples of so many dimensions, three for images.
   *
   * @throws IllegalArgumentException if the configuration has no discrete schedule
   */
  NoiseLevels(SchedulerConfig config, int rank) {
    this.schedule = NoiseSchedule.of(config);
    this.rank = rank;
  }

  /** How many timesteps there are. */
  int size() {
    return schedule.size();
  }

  /** The ratio of signal to noise, alpha^2 / sigma^2, at a timestep. */
  double signalToNoise(int timestep) {
    double bar = schedule.alphaCumprod(timestep);
    return bar / (1 - bar);
  }

  /** The level of each row. */
  NoiseLevel at(int... timesteps) {
    return NoiseLevel.of(
        rank,
        Columns.rows(timesteps.length, i -> Math.sqrt(bar(timesteps[i]))),
        Columns.rows(timesteps.length, i -> Math.sqrt(1 - bar(timesteps[i]))));
  }

  private double bar(int timestep) {
    return timestep < 0 ? 1 : schedule.alphaCumprod(timestep);
  }

  /** The same timestep for so many rows. */
  static int[] repeated(int timestep, int count) {
    int[] values = new int[count];
    Arrays.fill(values, timestep);
    return values;
  }
}
