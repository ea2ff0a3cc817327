package dev.kiln.generation.sampler;

import dev.kiln.generation.noise.GaussianNoise;
import java.util.Map;

/**
 * Nanoseconds per value of the kernel against a plain copy of the same arrays; run by hand, prints
 * a table.
 */
final class PlanKernelBenchmark {
  private static final int LENGTH = 1 << 14;

  private PlanKernelBenchmark() {}

  public static void main(String[] args) {
    SchedulerConfig config =
        SchedulerConfig.parse(Map.of("_class_name", "DDIMScheduler", "clip_sample", false));
    System.out.printf("%-28s %8s %8s %6s%n", "", "kernel", "copy", "ratio");
    show("ddim", Samplers.plan(config, 5), 3, 1);
    show("ddim, guided", Samplers.plan(config, 5), 3, 3);
    show("ddim, clipped", Samplers.plan("ddim", config.with(Map.of("clip_sample", true)), 5), 3, 1);
    show("euler-ancestral", Samplers.plan("euler-ancestral", config, 5), 2, 1);
    show("dpmpp-2m", Samplers.plan("dpmpp-2m", config, 5), 2, 1);
    show("heun, second call", Samplers.plan("heun", config, 5), 3, 1);
    show("unipc", Samplers.plan("unipc", config, 5), 3, 1);
    show("plms", Samplers.plan("plms", config, 9), 7, 1);
    float[] z = new float[LENGTH];
    double noise = best(() -> GaussianNoise.fill(7, 1, 2, z, 0, LENGTH));
    System.out.printf("%-28s %8.2f%n", "noise", noise);
  }

  private static void show(String name, SamplingPlan plan, int row, double guidance) {
    PlanState state = PlanState.of(plan, LENGTH);
    PlanRow step = plan.rows().get(row);
    float[] m = new float[LENGTH];
    float[] mu = new float[LENGTH];
    float[] z = new float[LENGTH];
    double kernel = best(() -> PlanKernel.advance(step, state, m, 0, mu, 0, guidance, z));
    int reads = 2 + (guidance == 1 ? 0 : 1) + (step.usesNoise() ? 1 : 0);
    int extra = plan.keptHistory() + (step.readsY() ? 1 : 0);
    int arrays = reads + extra;
    float[][] from = new float[arrays][LENGTH];
    float[][] to = new float[arrays][LENGTH];
    double copy =
        best(
            () -> {
              for (int i = 0; i < arrays; i++) {
                System.arraycopy(from[i], 0, to[i], 0, LENGTH);
              }
            });
    System.out.printf("%-28s %8.2f %8.2f %6.2f%n", name, kernel, copy, kernel / copy);
  }

  private static double best(Runnable work) {
    double best = Double.MAX_VALUE;
    for (int round = 0; round < 2000; round++) {
      long start = System.nanoTime();
      for (int i = 0; i < 4; i++) {
        work.run();
      }
      best = Math.min(best, (System.nanoTime() - start) / 4.0 / LENGTH);
    }
    return best;
  }
}
