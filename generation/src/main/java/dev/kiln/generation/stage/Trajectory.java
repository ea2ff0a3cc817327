package dev.kiln.generation.stage;

import dev.kiln.generation.network.NetworkBatch;
import dev.kiln.generation.tensor.FloatTensor;

/**
 * One sample's walk through a stage, a network call at a time: {@link #write} its rows into a
 * batch, let somebody run it, {@link #advance}. For one thread at a time. A call that failed can be
 * written and run again: nothing moves before {@link #advance}.
 */
public interface Trajectory {

  /** How many rows the next call needs: one, and one more for each further prediction. */
  int rows();

  /** How many rows a call of this walk needs at most. */
  int maxRows();

  /** How many calls are left of this walk. */
  int callsLeft();

  /** Writes the inputs of the next call into {@link #rows()} rows, starting at {@code row}. */
  void write(NetworkBatch batch, int row);

  /**
   * Takes the outputs of the call that {@link #write} prepared.
   *
   * @throws NotFiniteException when they, or the state that they lead to, are not all numbers; the
   *     walk is over then
   */
  void advance(NetworkBatch batch, int row) throws NotFiniteException;

  /** True when no call is left. */
  boolean finished();

  /** The state now; after the last call, what the stage gives. Not a copy. */
  FloatTensor state();
}
