package dev.kiln.generation.stage;

import dev.kiln.generation.network.NetworkBatch;
import dev.kiln.generation.network.Port;
import dev.kiln.generation.noise.GaussianNoise;
import dev.kiln.generation.sampler.PlanKernel;
import dev.kiln.generation.sampler.PlanRow;
import dev.kiln.generation.sampler.PlanState;
import dev.kiln.generation.sampler.SamplingPlan;
import dev.kiln.generation.tensor.FloatTensor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Walks a plan from noise to a sample, a row of the plan at each call. */
final class DenoiseTrajectory implements Trajectory {

  private final Stage stage;
  private final Walk walk;
  private final SamplingPlan plan;
  private final PlanState state;
  private final boolean guided;
  private final float[] conditional;
  private final float[] unconditional;
  private final float @Nullable [] noise;
  private int row;

  DenoiseTrajectory(Stage stage, Walk walk) {
    this.stage = stage;
    this.walk = walk;
    this.plan = walk.plan();
    int size = stage.state().row().size();
    this.state = PlanState.of(plan, size);
    float[] x = state.x();
    GaussianNoise.fill(walk.seed(), walk.sample(), walk.initialDraw(), x, 0, size);
    float sigma = (float) plan.initNoiseSigma();
    for (int i = 0; i < size; i++) {
      x[i] *= sigma;
    }
    this.guided = walk.guidance() != 1 && stage.spec().guidance() != null;
    this.conditional = new float[size];
    this.unconditional = guided ? new float[size] : conditional;
    this.noise = plan.usesNoise() ? new float[size] : null;
  }

  @Override
  public int rows() {
    return guided ? 2 : 1;
  }

  @Override
  public void write(NetworkBatch batch, int at) {
    PlanRow step = plan.rows().get(row);
    // The output's array is free until advance(): it carries the scaled input to the buffer.
    PlanKernel.input(step, state, conditional, 0);
    for (int r = at; r < at + rows(); r++) {
      batch.floats(stage.state().name()).put(r * conditional.length, conditional);
      writeTimestep(batch, r, step.t());
    }
    for (Map.Entry<String, String> label : stage.labelInputs().entrySet()) {
      String condition = label.getKey();
      batch.longs(label.getValue()).put(at, Rows.label(walk.conditions(), condition, stage));
      if (guided) {
        batch.longs(label.getValue()).put(at + 1, Rows.nullLabel(stage));
      }
    }
  }

  private void writeTimestep(NetworkBatch batch, int at, double t) {
    Port port = stage.timestep();
    if (port.type() == Port.Type.FLOAT) {
      batch.floats(port.name()).put(at, (float) t);
    } else {
      batch.longs(port.name()).put(at, Math.round(t));
    }
  }

  @Override
  public void advance(NetworkBatch batch, int at) {
    int size = conditional.length;
    batch.output(stage.output().name()).get(at * size, conditional);
    if (guided) {
      batch.output(stage.output().name()).get((at + 1) * size, unconditional);
    }
    PlanRow step = plan.rows().get(row);
    if (noise != null && step.usesNoise()) {
      GaussianNoise.fill(walk.seed(), walk.sample(), walk.rowDraw(row), noise, 0, size);
    }
    double guidance = guided ? walk.guidance() : 1;
    PlanKernel.advance(step, state, conditional, 0, unconditional, 0, guidance, noise);
    row++;
  }

  @Override
  public boolean finished() {
    return row == plan.calls();
  }

  @Override
  public FloatTensor state() {
    return new FloatTensor(stage.state().row(), state.x());
  }
}
