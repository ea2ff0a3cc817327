package dev.kiln.export.evaluate.features;

import dev.kiln.export.data.LabelledImages;
import dev.kiln.export.evaluate.measure.Points;

/**
 * Labelled images as points in pixel space.
 *
 * @param pixels a point for each image, in [-1, 1]
 * @param labels the class of each image
 */
@SuppressWarnings("ArrayRecordComponent")
public record Images(Points pixels, int[] labels) {

  /** Reads all images of a set into memory, 4 bytes a value. */
  public static Images of(LabelledImages images) {
    int length = images.channels() * images.height() * images.width();
    float[] values = new float[Math.multiplyExact(images.size(), length)];
    int[] labels = new int[images.size()];
    for (int i = 0; i < labels.length; i++) {
      images.read(i, values, i * length);
      labels[i] = images.label(i);
    }
    return new Images(new Points(length, values), labels);
  }

  /** How many images there are. */
  public int count() {
    return labels.length;
  }

  /** Some of the images. */
  public Images pick(int... indices) {
    int[] picked = new int[indices.length];
    for (int i = 0; i < indices.length; i++) {
      picked[i] = labels[indices[i]];
    }
    return new Images(pixels.pick(indices), picked);
  }

  /** In how many places two lists of classes agree. */
  public static int agreeing(int[] a, int[] b) {
    int agreeing = 0;
    for (int i = 0; i < a.length; i++) {
      agreeing += a[i] == b[i] ? 1 : 0;
    }
    return agreeing;
  }
}
