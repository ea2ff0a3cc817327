package dev.kiln.export.data;

/**
 * Images with a class each, addressed by index.
 *
 * <p>Pixels are in [-1, 1], channel by channel, row by row. The same index always gives the same
 * image. Implementations are safe for one thread at a time.
 */
public interface LabelledImages {
  /** How many images there are. */
  int size();

  /** How many classes there are; labels run from 0 to this minus one. */
  int classes();

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
  void read(int index, float[] target, int offset);

  /**
   * The class of an image.
   *
   * @throws IndexOutOfBoundsException if there is no such image
   */
  int label(int index);
}
