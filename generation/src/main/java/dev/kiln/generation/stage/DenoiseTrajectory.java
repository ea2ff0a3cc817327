package dev.kiln.generation.stage;

import dev.kiln.generation.network.NetworkBatch;
import dev.kiln.generation.network.Port;
import dev.kiln.generation.request.SourceImage;
import dev.kiln.generation.sampler.Estimate;
import dev.kiln.generation.sampler.PlanKernel;
import dev.kiln.generation.sampler.PlanRow;
import dev.kiln.generation.sampler.PlanState;
import dev.kiln.generation.sampler.SamplingPlan;
import dev.kiln.generation.tensor.FloatTensor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Walks a plan from noise to a sample, a row of the plan at each call. A call carries one row for
 * the conditional prediction, one more for the other end of an interpolation of conditions, and one
 * more for the unconditional prediction where the call is guided.
 */
final class DenoiseTrajectory implements Trajectory {

  private static final Logger LOG = LoggerFactory.getLogger(DenoiseTrajectory.class);

  private final Stage stage;
  private final Walk walk;
  private final SamplingPlan plan;
  private final PlanState state;
  private final String output;
  private final boolean guidable;
  private final @Nullable Conditions otherEnd;
  private final float[] prediction;
  private final float[] second;
  private final float @Nullable [] noise;
  private int row;

  DenoiseTrajectory(Stage stage, Walk walk) {
    this.stage = stage;
    this.walk = walk;
    this.plan = walk.plan();
    this.output = "output " + stage.output().name();
    int size = stage.state().row().size();
    this.state = PlanState.of(plan, size);
    this.guidable = walk.guidance().strength() != 1 && stage.spec().guidance() != null;
    this.otherEnd = walk.blend().toConditions();
    this.prediction = new float[size];
    this.second = guidable || otherEnd != null ? new float[size] : prediction;
    SourceImage source = walk.source();
    boolean inpaints = source != null && source.keep() != null;
    this.noise = plan.usesNoise() || inpaints ? new float[size] : null;
    start(state.x(), source);
  }

  private void start(float[] x, @Nullable SourceImage source) {
    walk.initialNoise(x);
    if (source == null) {
      float sigma = (float) plan.initNoiseSigma();
      for (int i = 0; i < x.length; i++) {
        x[i] *= sigma;
      }
      return;
    }
    float[] known = source.image().values();
    if (plan.calls() == 0) {
      System.arraycopy(known, 0, x, 0, x.length);
      return;
    }
    float keep = (float) plan.startSample();
    float sigma = (float) plan.startNoise();
    for (int i = 0; i < x.length; i++) {
      x[i] = keep * known[i] + sigma * x[i];
    }
  }

  @Override
  public int rows() {
    return 1 + (otherEnd == null ? 0 : 1) + (guided() ? 1 : 0);
  }

  @Override
  public int maxRows() {
    return 1 + (otherEnd == null ? 0 : 1) + (guidable ? 1 : 0);
  }

  @Override
  public int callsLeft() {
    return plan.calls() - row;
  }

  private boolean guided() {
    return guidable && walk.guidance().covers(row, plan.calls());
  }

  @Override
  public void write(NetworkBatch batch, int at) {
    PlanRow step = plan.rows().get(row);
    // The prediction's array is free until advance(): it carries the scaled input to the buffer.
    PlanKernel.input(step, state, prediction, 0);
    for (int r = at; r < at + rows(); r++) {
      batch.floats(stage.state().name()).put(r * prediction.length, prediction);
      writeTimestep(batch, r, step.t());
    }
    int next = at;
    stage.conditionInputs().write(batch, next++, walk.conditions());
    if (otherEnd != null) {
      stage.conditionInputs().write(batch, next++, otherEnd);
    }
    if (guided()) {
      stage.conditionInputs().write(batch, next, walk.guidance().negative());
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
  public void advance(NetworkBatch batch, int at) throws NotFiniteException {
    int next = at;
    read(batch, next++, prediction);
    if (otherEnd != null) {
      read(batch, next++, second);
      Sphere.slerp(prediction, second, walk.blend().fraction());
    }
    double guidance = 1;
    if (guided()) {
      read(batch, next, second);
      if (walk.guidance().rescales()) {
        walk.guidance().mergeRescaled(prediction, second);
      } else {
        guidance = walk.guidance().strength();
      }
    }
    PlanRow step = plan.rows().get(row);
    if (noise != null && step.usesNoise()) {
      walk.rowNoise(row, noise);
    }
    Watch watch = walk.watch();
    if (watch != null && watch.wants(row, plan.calls())) {
      show(watch, step, guidance);
    }
    PlanKernel.advance(step, state, prediction, 0, second, 0, guidance, noise);
    keepKnown(step);
    NotFiniteException.check(state.x(), "the sample", row, plan.calls());
    row++;
  }

  /** Shows the estimate of the finished sample; whatever happens to it, the walk goes on. */
  private void show(Watch watch, PlanRow step, double guidance) {
    try {
      float[] clean = Estimate.of(step, state.x(), prediction, second, guidance);
      SourceImage source = walk.source();
      if (source != null && source.keep() != null) {
        float[] keep = source.keep().values();
        float[] known = source.image().values();
        for (int i = 0; i < clean.length; i++) {
          clean[i] = keep[i] * known[i] + (1 - keep[i]) * clean[i];
        }
      }
      FloatTensor estimate = new FloatTensor(stage.state().row(), clean);
      if (!estimate.hasNonFinite()) {
        watch.eye().sees(watch.done(row, plan.calls()), estimate);
      }
    } catch (RuntimeException | OutOfMemoryError e) {
      LOG.debug("A preview of {} is left out.", stage.spec().network(), e);
    }
  }

  private void read(NetworkBatch batch, int at, float[] into) throws NotFiniteException {
    batch.output(stage.output().name()).get(at * into.length, into);
    NotFiniteException.check(into, output, row, plan.calls());
  }

  /**
   * x' = keep * (knownSample * known + knownNoise * z) + (1 - keep) * x', exact where keep is 1.
   */
  private void keepKnown(PlanRow step) {
    SourceImage source = walk.source();
    if (source == null || source.keep() == null || noise == null) {
      return;
    }
    float[] keep = source.keep().values();
    float[] known = source.image().values();
    float[] x = state.x();
    float sample = (float) step.knownSample();
    float sigma = (float) step.knownNoise();
    if (sigma != 0) {
      walk.knownNoise(row, noise);
    }
    for (int i = 0; i < x.length; i++) {
      float there = sigma == 0 ? sample * known[i] : sample * known[i] + sigma * noise[i];
      x[i] = keep[i] == 1 ? there : keep[i] * there + (1 - keep[i]) * x[i];
    }
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
