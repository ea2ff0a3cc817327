package dev.kiln.export.recipe;

import dev.kiln.export.data.TrainingSet;
import dev.kiln.export.ops.ParameterValue;
import dev.kiln.export.ops.torch.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/**
 * Shuffled batches: every sample once per epoch, in an order that depends on the seed and the epoch
 * only, so any step's batch can be made without those before it.
 */
final class BatchSource {
  private static final int PIECE = 200;

  private final TrainingSet data;
  private final long seed;
  private final int batch;
  private final int[] order;
  private long orderedEpoch = -1;

  BatchSource(TrainingSet data, long seed, int batch) {
    if (data.size() < batch) {
      throw new IllegalArgumentException(
          "a batch takes " + batch + " samples, the data set has only " + data.size());
    }
    this.data = data;
    this.seed = seed;
    this.batch = batch;
    this.order = new int[data.size()];
  }

  Batch batch(long step) {
    int perEpoch = data.size() / batch;
    shuffle(step / perEpoch);
    int first = (int) (step % perEpoch) * batch;
    return of(data, Arrays.copyOfRange(order, first, first + batch));
  }

  /** The indices of all samples, in order, cut into pieces that are small enough for one run. */
  static List<int[]> inOrder(TrainingSet data) {
    List<int[]> pieces = new ArrayList<>();
    for (int start = 0; start < data.size(); start += PIECE) {
      pieces.add(IntStream.range(start, Math.min(data.size(), start + PIECE)).toArray());
    }
    return pieces;
  }

  /** The samples at some indices, in that order. */
  static Batch of(TrainingSet data, int... indices) {
    int width = Math.toIntExact(ParameterValue.count(data.shape()));
    float[] values = new float[indices.length * width];
    for (int i = 0; i < indices.length; i++) {
      data.read(indices[i], values, i * width);
    }
    return new Batch(
        Tensors.of(values, rows(indices.length, data.shape())), conditions(data, indices));
  }

  /** The conditions of the samples at some indices, in that order. */
  static Map<String, Tensor> conditions(TrainingSet data, int... indices) {
    Map<String, Tensor> conditions = new HashMap<>();
    data.conditions()
        .forEach(
            (name, length) -> {
              long[] values = new long[indices.length * length];
              for (int i = 0; i < indices.length; i++) {
                data.readCondition(name, indices[i], values, i * length);
              }
              long[] shape =
                  length == 1 ? new long[] {indices.length} : new long[] {indices.length, length};
              conditions.put(name, Tensors.of(values, shape));
            });
    return conditions;
  }

  private static long[] rows(int count, long... row) {
    long[] shape = new long[row.length + 1];
    shape[0] = count;
    System.arraycopy(row, 0, shape, 1, row.length);
    return shape;
  }

  private void shuffle(long epoch) {
    if (epoch == orderedEpoch) {
      return;
    }
    Random random = new Random(seed * 31 + epoch);
    for (int i = 0; i < order.length; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    orderedEpoch = epoch;
  }
}
