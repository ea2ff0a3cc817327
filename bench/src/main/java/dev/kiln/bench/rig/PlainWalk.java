package dev.kiln.bench.rig;

import dev.kiln.bench.net.BenchNetwork;
import dev.kiln.generation.network.NetworkBatch;
import dev.kiln.generation.noise.GaussianNoise;
import dev.kiln.generation.sampler.PlanKernel;
import dev.kiln.generation.sampler.PlanState;
import dev.kiln.generation.sampler.Samplers;
import dev.kiln.generation.sampler.SamplingPlan;
import dev.kiln.generation.sampler.SchedulerConfig;
import dev.kiln.generation.tensor.FloatTensor;
import dev.kiln.generation.tensor.Shape;
import java.util.Map;

/** One sample's walk as the rivals take it: the same sampler and kernels as Kiln's. */
final class PlainWalk {

  /** The class that stands for none. */
  private static final long NO_LABEL = 10;

  private static final SchedulerConfig SCHEDULE =
      SchedulerConfig.parse(
          Map.of(
              "_class_name", "DDIMScheduler",
              "beta_schedule", "squaredcos_cap_v2",
              "prediction_type", "v_prediction",
              "clip_sample", true,
              "timestep_spacing", "trailing"));

  private final BenchNetwork network;
  private final SamplingPlan plan;
  private final PlanState state;
  private final float[] values;
  private int row;

  PlainWalk(BenchNetwork network, int steps, long seed) {
    this.network = network;
    plan = Samplers.plan("ddim", SCHEDULE, steps);
    state = PlanState.of(plan, network.size());
    values = new float[network.size()];
    GaussianNoise.fill(seed, 0, 0, state.x(), 0, network.size());
  }

  boolean isOver() {
    return row == plan.calls();
  }

  void write(NetworkBatch batch, int at) {
    PlanKernel.input(plan.rows().get(row), state, values, 0);
    batch.floats("x").put(at * values.length, values);
    batch.floats("t").put(at, (float) plan.rows().get(row).t());
    if (network.takesLabel()) {
      batch.longs("label").put(at, NO_LABEL);
    }
  }

  void advance(NetworkBatch batch, int at) {
    batch.output("v").get(at * values.length, values);
    PlanKernel.advance(plan.rows().get(row), state, values, 0, null);
    row++;
  }

  FloatTensor sample() {
    return new FloatTensor(new Shape(network.shape()), state.x());
  }
}
