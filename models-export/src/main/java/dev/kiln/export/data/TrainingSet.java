package dev.kiln.export.data;

import java.util.Map;

/**
 * Samples to learn from, addressed by index, each with the conditions that belong to it.
 *
 * <p>The same index always gives the same sample. Implementations are safe for one thread at a
 * time.
 */
public interface TrainingSet {
  /** How many samples there are. */
  int size();

  /** The shape of one sample: an image is [channels, height, width], a table row [width]. */
  long[] shape();

  /**
   * Writes the sample's values, about in [-1, 1], into {@code target}, from {@code offset} on.
   *
   * @throws IndexOutOfBoundsException if there is no such sample
   */
  void read(int index, float[] target, int offset);

  /**
   * The conditions that come with each sample: from a condition's name to how many whole numbers it
   * takes, such as {@code label} to 1 or {@code tokens} to the longest prompt's length.
   */
  Map<String, Integer> conditions();

  /**
   * Writes a sample's condition into {@code target}, from {@code offset} on.
   *
   * @throws IllegalArgumentException if there is no condition of that name
   * @throws IndexOutOfBoundsException if there is no such sample
   */
  void readCondition(String name, int index, long[] target, int offset);

  /** What a person would call the sample: its class, its prompt. */
  String caption(int index);
}
