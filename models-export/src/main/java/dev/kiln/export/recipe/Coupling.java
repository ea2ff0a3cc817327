package dev.kiln.export.recipe;

import dev.kiln.export.ops.torch.Tensors;
import dev.kiln.export.ops.torch.TorchValues;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Which noise a flow leads to which sample of a batch. */
public enum Coupling {
  /** Any to any. */
  INDEPENDENT {
    @Override
    Tensor noise(Batch batch, Tensor drawn) {
      return drawn;
    }
  },
  /**
   * The nearest, over all samples of the batch together: optimal transport within the batch (Tong
   * et al. 2024, arXiv 2302.00482; Pooladian et al. 2023, arXiv 2304.14772). Paths cross less, so
   * they are straighter and need fewer steps. Noise is exchanged among samples with equal
   * conditions only, else a condition would see noise that is not Gaussian.
   */
  OPTIMAL_TRANSPORT {
    @Override
    Tensor noise(Batch batch, Tensor drawn) {
      int rows = (int) batch.size();
      float[] costs =
          TorchValues.floats(
              torch
                  .cdist(
                      batch.samples().flatten(1, -1), drawn.flatten(1, -1), 2, new LongOptional())
                  .square());
      long[] order = new long[rows];
      for (List<Integer> alike : alike(batch)) {
        double[][] cost = new double[alike.size()][alike.size()];
        for (int i = 0; i < cost.length; i++) {
          for (int j = 0; j < cost.length; j++) {
            cost[i][j] = costs[alike.get(i) * rows + alike.get(j)];
          }
        }
        int[] assigned = Assignment.cheapest(cost);
        for (int i = 0; i < assigned.length; i++) {
          order[alike.get(i)] = alike.get(assigned[i]);
        }
      }
      return drawn.index_select(0, Tensors.of(order, rows));
    }
  };

  /**
   * Noise for each sample of a batch.
   *
   * @param drawn Gaussian noise, shaped as the samples
   */
  abstract Tensor noise(Batch batch, Tensor drawn);

  /** The rows of a batch, those with equal conditions together. */
  private static Collection<List<Integer>> alike(Batch batch) {
    List<Tensor> conditions = new ArrayList<>(new TreeMap<>(batch.conditions()).values());
    Map<List<Float>, List<Integer>> groups = new LinkedHashMap<>();
    List<float[]> values =
        conditions.stream()
            .map(condition -> TorchValues.floats(condition.to(torch.ScalarType.Float)))
            .toList();
    for (int row = 0; row < batch.size(); row++) {
      List<Float> key = new ArrayList<>();
      for (float[] condition : values) {
        int width = condition.length / (int) batch.size();
        for (int i = 0; i < width; i++) {
          key.add(condition[row * width + i]);
        }
      }
      groups.computeIfAbsent(key, k -> new ArrayList<>()).add(row);
    }
    return groups.values();
  }

  @Override
  public String toString() {
    return Named.dashed(this);
  }
}
