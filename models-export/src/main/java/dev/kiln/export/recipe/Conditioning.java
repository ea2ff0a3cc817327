package dev.kiln.export.recipe;

import dev.kiln.export.nets.Denoiser;
import dev.kiln.export.ops.torch.Tensors;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** What recipes do to the conditions of a batch: int64, by name, [N] or [N, L]. */
final class Conditioning {
  private Conditioning() {}

  /** The conditions that a network takes, all of them "none", for so many rows. */
  static Map<String, Tensor> none(Denoiser network, int rows) {
    Map<String, Tensor> none = new HashMap<>();
    network
        .nothing()
        .forEach(
            (name, values) -> {
              long[] filled = new long[rows * values.size()];
              for (int i = 0; i < filled.length; i++) {
                filled[i] = values.get(i % values.size());
              }
              none.put(name, Tensors.of(filled, shape(rows, values)));
            });
    return none;
  }

  /**
   * One row of the first class of every condition, for a network's first run.
   *
   * @param classes from a condition's name to how many classes it has
   */
  static Map<String, Tensor> first(Map<String, Integer> classes) {
    return inTurn(classes, 1);
  }

  /** Rows that go through the classes of every condition in turn. */
  static Map<String, Tensor> inTurn(Map<String, Integer> classes, int rows) {
    Map<String, Tensor> values = new HashMap<>();
    classes.forEach(
        (name, count) ->
            values.put(
                name, Tensors.of(LongStream.range(0, rows).map(i -> i % count).toArray(), rows)));
    return values;
  }

  private static long[] shape(int rows, List<Long> values) {
    return values.size() == 1 ? new long[] {rows} : new long[] {rows, values.size()};
  }

  /**
   * Only the conditions that a network takes.
   *
   * @throws TrainingException if the data lacks one of them
   */
  static Map<String, Tensor> taken(Denoiser network, Map<String, Tensor> given) {
    return taken(network.nothing().keySet(), given);
  }

  /**
   * Only the conditions of some names.
   *
   * @throws TrainingException if the data lacks one of them
   */
  static Map<String, Tensor> taken(Set<String> names, Map<String, Tensor> given) {
    Map<String, Tensor> taken = new HashMap<>();
    for (String name : names) {
      Tensor values = given.get(name);
      if (values == null) {
        throw new TrainingException(
            "the network takes the condition " + name + ", the data has " + given.keySet());
      }
      taken.put(name, values);
    }
    return taken;
  }

  /** Puts "none" in place of all conditions of some rows, each with the given probability. */
  static Map<String, Tensor> dropped(
      Denoiser network,
      Map<String, Tensor> given,
      int rows,
      double probability,
      RandomGenerator random) {
    boolean[] drop = new boolean[rows];
    for (int i = 0; i < rows; i++) {
      drop[i] = random.nextDouble() < probability;
    }
    Map<String, Tensor> none = none(network, rows);
    Map<String, Tensor> mixed = new HashMap<>();
    taken(network, given)
        .forEach(
            (name, values) -> {
              Tensor nothing = none.get(name);
              if (nothing == null) {
                throw new IllegalStateException("no value stands for no " + name);
              }
              Tensor mask = Tensors.of(drop);
              mixed.put(
                  name, torch.where(values.dim() == 1 ? mask : mask.unsqueeze(1), nothing, values));
            });
    return mixed;
  }

  /** The rows of one, then the rows of the other. */
  static Map<String, Tensor> joined(Map<String, Tensor> first, Map<String, Tensor> second) {
    Map<String, Tensor> both = new HashMap<>();
    first.forEach(
        (name, values) -> {
          Tensor more = second.get(name);
          if (more != null) {
            both.put(name, torch.cat(new TensorVector(values, more), 0));
          }
        });
    return both;
  }
}
