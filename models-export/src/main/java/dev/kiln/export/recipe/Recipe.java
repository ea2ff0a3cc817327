package dev.kiln.export.recipe;

import dev.kiln.export.ops.torch.TorchWeights;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

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
   * @param batch samples and their conditions
   * @param step where in the training it stands
   * @return the losses to show, by name, the one to average first
   */
  Map<String, Double> step(Batch batch, Step step);

  /**
   * What a checkpoint must agree on to be resumed, besides the shapes of the weights: the
   * algorithm, and those of its options that change what the weights mean. A few words for people.
   */
  default String signature() {
    return getClass().getSimpleName();
  }

  /** All weights that a checkpoint must hold, by name. */
  Map<String, TorchWeights> weights();

  /** All optimizers that a checkpoint must hold, by name. */
  Map<String, WeightOptimizer> optimizers();

  /**
   * Samples to look at while training. Called inside a scope.
   *
   * @param conditions the data's conditions of each sample, as in a {@link Batch}
   * @param count how many samples
   * @return the samples, [count, ...], flat, about in [-1, 1]
   */
  float[] preview(Map<String, Tensor> conditions, int count, long seed);

  @Override
  void close();
}
