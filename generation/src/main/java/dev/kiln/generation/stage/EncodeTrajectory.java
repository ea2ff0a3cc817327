package dev.kiln.generation.stage;

import dev.kiln.generation.network.NetworkBatch;
import dev.kiln.generation.tensor.FloatTensor;
import org.jspecify.annotations.Nullable;

/** One call that turns conditions into what later stages take, such as a text encoder's. */
final class EncodeTrajectory implements Trajectory {

  private final Stage stage;
  private final Conditions conditions;
  private @Nullable FloatTensor state;

  EncodeTrajectory(Stage stage, Walk walk) {
    this.stage = stage;
    this.conditions = walk.conditions();
  }

  @Override
  public int rows() {
    return 1;
  }

  @Override
  public int maxRows() {
    return 1;
  }

  @Override
  public int callsLeft() {
    return finished() ? 0 : 1;
  }

  @Override
  public void write(NetworkBatch batch, int row) {
    stage.conditionInputs().write(batch, row, conditions);
  }

  @Override
  public void advance(NetworkBatch batch, int row) throws NotFiniteException {
    float[] result = new float[stage.output().row().size()];
    batch.output(stage.output().name()).get(row * result.length, result);
    NotFiniteException.check(result, "output " + stage.output().name(), 0, 1);
    state = new FloatTensor(stage.output().row(), result);
  }

  @Override
  public boolean finished() {
    return state != null;
  }

  @Override
  public FloatTensor state() {
    if (state == null) {
      throw new IllegalStateException(stage.spec().network() + " was not called yet");
    }
    return state;
  }
}
