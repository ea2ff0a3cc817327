package dev.kiln.export.data;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;

/**
 * Parts a data set into what is learned from and what is kept for an evaluation. The parts depend
 * on the share and on the data set's size only, so that an evaluation finds the samples that a
 * training never saw, whatever its seed was.
 *
 * @param share how much is kept, from 0 to below 1
 */
public record Holdout(double share) {
  private static final long SEED = 20_220_217;

  public Holdout {
    if (!(share >= 0 && share < 1)) {
      throw new IllegalArgumentException("--holdout must be from 0 to below 1, was " + share);
    }
  }

  /** What is learned from, in the order of the data set. */
  public TrainingSet training(TrainingSet data) {
    return share == 0 ? data : part(data, trainingPlaces(data.size()));
  }

  /** Which of so many samples are learned from, in order. */
  public int[] trainingPlaces(int size) {
    return places(size, kept(size), size);
  }

  /** Which of so many samples the training never sees, in order. */
  public int[] heldOutPlaces(int size) {
    return places(size, 0, kept(size));
  }

  /**
   * What the training never sees, in the order of the data set.
   *
   * @throws IllegalArgumentException if that is nothing
   */
  public TrainingSet heldOut(TrainingSet data) {
    if (kept(data.size()) == 0) {
      throw new IllegalArgumentException(
          "--holdout " + share + " keeps none of " + data.size() + " samples");
    }
    return part(data, heldOutPlaces(data.size()));
  }

  private int kept(int size) {
    return (int) Math.min(size - 1L, Math.round(share * size));
  }

  /** The places that a shuffle puts at {@code from} to {@code to}. */
  private static int[] places(int size, int from, int to) {
    int[] order = new int[size];
    Random random = new Random(SEED);
    for (int i = 0; i < order.length; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    int[] chosen = Arrays.copyOfRange(order, from, to);
    Arrays.sort(chosen);
    return chosen;
  }

  private static TrainingSet part(TrainingSet data, int... chosen) {
    return data instanceof LabelledImages images
        ? new ImagePart(images, chosen)
        : new Part(data, chosen);
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record Part(TrainingSet whole, int[] indices) implements TrainingSet {
    @Override
    public int size() {
      return indices.length;
    }

    @Override
    public long[] shape() {
      return whole.shape();
    }

    @Override
    public void read(int index, float[] target, int offset) {
      whole.read(indices[index], target, offset);
    }

    @Override
    public Map<String, Integer> conditions() {
      return whole.conditions();
    }

    @Override
    public void readCondition(String name, int index, long[] target, int offset) {
      whole.readCondition(name, indices[index], target, offset);
    }

    @Override
    public String caption(int index) {
      return whole.caption(indices[index]);
    }
  }
}
