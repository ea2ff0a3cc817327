package dev.kiln.bench.kernel;

import dev.kiln.generation.noise.GaussianNoise;
import dev.kiln.generation.sampler.PlanKernel;
import dev.kiln.generation.sampler.PlanRow;
import dev.kiln.generation.sampler.PlanState;
import dev.kiln.generation.sampler.Samplers;
import dev.kiln.generation.sampler.SamplingPlan;
import dev.kiln.generation.sampler.SchedulerConfig;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One step of one sample of 16,384 values, against a copy of the arrays that it must touch. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class AdvanceKernel {

  private static final int LENGTH = 1 << 14;

  @Param({
    "ddim",
    "ddim guided",
    "ddim clipped",
    "ddim clipped v-prediction",
    "ddim clipped guided",
    "ddpm clipped",
    "euler-ancestral",
    "dpmpp-2m",
    "heun",
    "unipc",
    "plms"
  })
  String work = "ddim";

  private PlanState state = PlanState.of(Samplers.direct(), 1);
  private PlanRow step = Samplers.direct().rows().get(0);
  private double guidance = 1;
  private final float[] m = new float[LENGTH];
  private final float[] mu = new float[LENGTH];
  private final float[] noise = new float[LENGTH];
  private float[][] from = new float[0][];
  private float[][] to = new float[0][];

  /** Compiles the plan, and counts the arrays that its row must read. */
  @Setup
  public void prepare() {
    String[] words = work.split(" ", 2);
    SchedulerConfig config =
        SchedulerConfig.parse(
            Map.of(
                "_class_name",
                "DDIMScheduler",
                "clip_sample",
                work.contains("clipped"),
                "prediction_type",
                work.endsWith("v-prediction") ? "v_prediction" : "epsilon"));
    guidance = work.endsWith("guided") ? 3 : 1;
    // Some values beyond the limit and some not, in no order that a processor could foresee.
    GaussianNoise.fill(7, 0, 0, m, 0, LENGTH);
    GaussianNoise.fill(7, 0, 1, mu, 0, LENGTH);
    GaussianNoise.fill(7, 0, 2, noise, 0, LENGTH);
    SamplingPlan plan = Samplers.plan(words[0], config, 9);
    step = plan.rows().get(plan.calls() - 2);
    state = PlanState.of(plan, LENGTH);
    int reads = 2 + (guidance == 1 ? 0 : 1) + (step.usesNoise() ? 1 : 0);
    int arrays = reads + plan.keptHistory() + (step.readsY() ? 1 : 0);
    from = new float[arrays][LENGTH];
    to = new float[arrays][LENGTH];
  }

  /** The engine's kernel. */
  @Benchmark
  public PlanState kernel() {
    PlanKernel.advance(step, state, m, 0, mu, 0, guidance, noise);
    return state;
  }

  /** The copy. */
  @Benchmark
  public float[][] copy() {
    for (int i = 0; i < from.length; i++) {
      System.arraycopy(from[i], 0, to[i], 0, LENGTH);
    }
    return to;
  }
}
