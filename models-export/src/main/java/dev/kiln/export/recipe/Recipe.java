package dev.kiln.export.recipe;

import dev.kiln.export.ops.torch.TorchWeights;
import java.util.Map;

/**
 * A training algorithm: what happens to its networks on one batch.
 *
 * <p>The {@link TrainingLoop} calls {@link #step} inside a scope that frees every tensor made
 * there, with PyTorch's random generator seeded for that step, so a resumed training goes on as if
 * it had never stopped.
 */
public interface Recipe extends AutoCloseable {
  /**
   * One step.
   *
   * @param batch images [N, C, H, W] in [-1, 1] and labels [N]
   * @param step where in the training it stands
   * @return the losses to show, by name, the one to average first
   */
  Map<String, Double> step(Batch batch, Step step);

  /** All weights that a checkpoint must hold, by name. */
  Map<String, TorchWeights> weights();

  /** All optimizers that a checkpoint must hold, by name. */
  Map<String, WeightOptimizer> optimizers();

  /**
   * Samples to look at while training.
   *
   * @return images [N, C, H, W], flat, about in [-1, 1]
   */
  float[] preview(long[] labels, long seed);

  @Override
  void close();
}
