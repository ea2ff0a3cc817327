package dev.kiln.generation.stage;

import dev.kiln.generation.network.NetworkBatch;
import dev.kiln.generation.noise.GaussianNoise;
import java.util.Map;

/** One call: a GAN's generator from a Gaussian latent, or a decoder from the stage before it. */
final class SingleShotTrajectory implements Trajectory {

  private final Stage stage;
  private final Conditions conditions;
  private float[] state;
  private boolean finished;

  SingleShotTrajectory(Stage stage, Walk walk) {
    this.stage = stage;
    this.conditions = walk.conditions();
    float[] given = walk.state();
    if (given == null) {
      given = new float[stage.state().row().size()];
      GaussianNoise.fill(walk.seed(), walk.sample(), walk.initialDraw(), given, 0, given.length);
    }
    this.state = given;
  }

  @Override
  public int rows() {
    return 1;
  }

  @Override
  public void write(NetworkBatch batch, int row) {
    batch.floats(stage.state().name()).put(row * state.length, state);
    for (Map.Entry<String, String> label : stage.labelInputs().entrySet()) {
      batch.longs(label.getValue()).put(row, Rows.label(conditions, label.getKey(), stage));
    }
  }

  @Override
  public void advance(NetworkBatch batch, int row) {
    float[] result = new float[stage.output().row().size()];
    batch.output(stage.output().name()).get(row * result.length, result);
    state = result;
    finished = true;
  }

  @Override
  public boolean finished() {
    return finished;
  }

  @Override
  public float[] state() {
    return state;
  }
}
