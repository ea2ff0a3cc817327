package dev.kiln.export.data;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Images, addressed by index, with a class each if the data has classes.
 *
 * <p>Pixels are in [-1, 1], channel by channel, row by row. The same index always gives the same
 * image. Implementations are safe for one thread at a time.
 */
public interface LabelledImages extends TrainingSet {
  /** The condition that is an image's class. */
  String LABEL = "label";

  /** How many images there are. */
  @Override
  int size();

  /**
   * How many classes there are; labels run from 0 to this minus one. None if the images are not
   * labelled: then every label is 0 and means nothing.
   */
  int classes();

  /** What the classes are called, by label: 0, 1, ... unless the data knows names. */
  default List<String> classNames() {
    return IntStream.range(0, classes()).mapToObj(String::valueOf).toList();
  }

  /** Colour channels of an image. */
  int channels();

  /** Rows of an image. */
  int height();

  /** Columns of an image. */
  int width();

  /**
   * Writes the image's {@code channels * height * width} values into {@code target}, from {@code
   * offset} on.
   *
   * @throws IndexOutOfBoundsException if there is no such image
   */
  @Override
  void read(int index, float[] target, int offset);

  /**
   * The class of an image.
   *
   * @throws IndexOutOfBoundsException if there is no such image
   */
  int label(int index);

  @Override
  default long[] shape() {
    return new long[] {channels(), height(), width()};
  }

  @Override
  default Map<String, Integer> conditions() {
    return classes() == 0 ? Map.of() : Map.of(LABEL, 1);
  }

  @Override
  default void readCondition(String name, int index, long[] target, int offset) {
    if (!conditions().containsKey(name)) {
      throw new IllegalArgumentException("these images have no condition " + name);
    }
    target[offset] = label(index);
  }

  @Override
  default String caption(int index) {
    return classes() == 0 ? "" : classNames().get(label(index));
  }
}
