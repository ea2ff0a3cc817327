package dev.kiln.generation.stage;

import dev.kiln.generation.network.NetworkBatch;
import dev.kiln.generation.network.Port;
import dev.kiln.generation.request.SourceImage;
import dev.kiln.generation.tensor.FloatTensor;
import org.jspecify.annotations.Nullable;

/**
 * One call: a GAN's generator from a Gaussian latent, a decoder from the stage before it, or an
 * autoencoder from the request's picture.
 */
final class SingleShotTrajectory implements Trajectory {

  private final Stage stage;
  private final Conditions conditions;
  private final @Nullable SourceImage known;
  private FloatTensor state;
  private boolean finished;

  SingleShotTrajectory(Stage stage, Walk walk) {
    this.stage = stage;
    this.conditions = walk.conditions();
    this.known = walk.source();
    this.state = start(stage, walk);
  }

  private static FloatTensor start(Stage stage, Walk walk) {
    FloatTensor given = walk.state();
    if (given != null) {
      return given;
    }
    SourceImage source = walk.source();
    return stage.spec().latent() == null && source != null ? source.image() : latent(stage, walk);
  }

  private static FloatTensor latent(Stage stage, Walk walk) {
    float[] values = new float[stage.state().row().size()];
    walk.initialNoise(values);
    return new FloatTensor(stage.state().row(), values);
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
    batch.floats(stage.state().name()).put(row * state.values().length, state.values());
    stage.conditionInputs().write(batch, row, conditions);
    write(batch, row, stage.known(), known == null ? null : known.image());
    write(batch, row, stage.mask(), known == null ? null : known.keep());
  }

  /** Writes what is given into an input that only some networks have; zeros where nothing is. */
  private static void write(
      NetworkBatch batch, int row, @Nullable Port input, @Nullable FloatTensor given) {
    if (input != null) {
      int size = input.row().size();
      batch
          .floats(input.name())
          .put(row * size, given == null ? new float[size] : given.values(), 0, size);
    }
  }

  @Override
  public void advance(NetworkBatch batch, int row) throws NotFiniteException {
    float[] result = new float[stage.output().row().size()];
    batch.output(stage.output().name()).get(row * result.length, result);
    NotFiniteException.check(result, "output " + stage.output().name(), 0, 1);
    state = new FloatTensor(stage.output().row(), result);
    finished = true;
  }

  @Override
  public boolean finished() {
    return finished;
  }

  @Override
  public FloatTensor state() {
    return state;
  }
}
