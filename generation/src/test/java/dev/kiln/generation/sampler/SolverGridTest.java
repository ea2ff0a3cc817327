package dev.kiln.generation.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Grids against figures computed with numpy and scipy. */
class SolverGridTest {
  @Test
  void quantilesOfTheBetaDistributionAreThoseOfScipy() {
    double[] p = {1e-3, 0.05, 0.25, 0.5, 0.8, 0.999, 0, 1};
    double[] x = {
      1.855873851745199e-05,
      0.012554456873611399,
      0.17568037865269498,
      0.5,
      0.8770782495416671,
      0.9999814412614826,
      0,
      1
    };
    for (int i = 0; i < p.length; i++) {
      assertThat(BetaQuantile.of(p[i])).isCloseTo(x[i], within(1e-12));
    }
  }

  @Test
  void karrasTimestepsAreRounded() {
    expect(
        Map.of("use_karras_sigmas", true),
        new double[] {999, 837, 594, 249, 30, 0},
        new double[] {14.61465, 6.082159, 2.232161, 0.692574, 0.169758, 0.02916753, 0});
  }

  /** The first is 998, not 999: the reference cuts off what float32 logarithms leave of 999. */
  @Test
  void exponentialTimestepsAreCutOff() {
    expect(
        Map.of("use_exponential_sigmas", true),
        new double[] {998, 756, 413, 102, 10, 0},
        new double[] {14.61465, 4.215127, 1.215718, 0.3506349, 0.1011294, 0.02916753, 0});
  }

  @Test
  void betaTimestepsAreCutOff() {
    expect(
        Map.of("use_beta_sigmas", true),
        new double[] {998, 977, 920, 808, 535, 0},
        new double[] {14.61465, 12.82177, 9.324479, 5.319335, 1.82204, 0.02916753, 0});
  }

  @Test
  void clippedLambdasLeaveTheNoisiestTimestepsOut() {
    expect(
        Map.of("lambda_min_clipped", -1.5),
        new double[] {770, 578, 385, 192},
        new double[] {4.469317, 2.1129177, 1.1084157, 0.55271184, 0});
  }

  private static void expect(Map<String, Object> settings, double[] timesteps, double[] sigmas) {
    SchedulerConfig config =
        SchedulerConfig.parse(
                Map.of("beta_schedule", "scaled_linear", "beta_start", 0.00085, "beta_end", 0.012))
            .with(settings)
            .withDefaults(DpmMultistep.SECOND.fields());

    SolverGrid grid = SolverGrid.of(config, timesteps.length, SolverGrid.Kind.MULTISTEP);

    assertThat(grid.steps()).isEqualTo(timesteps.length);
    for (int i = 0; i < timesteps.length; i++) {
      assertThat(grid.timestep(i)).isEqualTo(timesteps[i]);
      assertThat(grid.sigma(i)).isCloseTo(sigmas[i], within(2e-6 * sigmas[i]));
    }
    assertThat(grid.sigma(timesteps.length)).isEqualTo(sigmas[timesteps.length]);
  }
}
