package dev.kiln.export.recipe;

import dev.kiln.export.data.LabelledImages;
import dev.kiln.export.ops.torch.Tensors;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * Some samples to learn from, alive for one step.
 *
 * @param samples [N, ...], about in [-1, 1]; images are [N, C, H, W]
 * @param conditions what belongs to each sample, by name, int64: [N] where it is one number, else
 *     [N, L]
 */
public record Batch(Tensor samples, Map<String, Tensor> conditions) {
  public Batch {
    conditions = Map.copyOf(conditions);
  }

  /** How many samples. */
  public long size() {
    return samples.size(0);
  }

  /**
   * The class of each sample, [N], int64.
   *
   * @throws TrainingException if the data has no classes
   */
  public Tensor labels() {
    Tensor labels = conditions.get(LabelledImages.LABEL);
    if (labels == null) {
      throw new TrainingException(
          "the recipe learns from labelled data, this data has the conditions "
              + conditions.keySet());
    }
    return labels;
  }

  /**
   * One condition of some rows, for {@link Recipe#preview}.
   *
   * @param values the rows' numbers, one row behind the other
   */
  public static Map<String, Tensor> condition(String name, int rows, long... values) {
    return Map.of(name, Tensors.of(values, rows, values.length / rows));
  }
}
