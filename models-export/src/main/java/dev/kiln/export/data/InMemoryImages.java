package dev.kiln.export.data;

import java.util.stream.IntStream;

/**
 * Labelled images held as bytes: what IDX files hold, or a copy of images that are slow to make.
 */
public final class InMemoryImages implements LabelledImages {
  private final byte[] pixels;
  private final byte[] labels;
  private final int classes;
  private final int channels;
  private final int height;
  private final int width;

  InMemoryImages(byte[] pixels, byte[] labels, int classes, int channels, int height, int width) {
    if (pixels.length != labels.length * channels * height * width) {
      throw new IllegalArgumentException(
          labels.length + " labels do not fit " + pixels.length + " pixel values");
    }
    this.pixels = pixels;
    this.labels = labels;
    this.classes = classes;
    this.channels = channels;
    this.height = height;
    this.width = width;
  }

  /**
   * Reads every image once, on all processors, and keeps it at 256 levels a value (60,000 digits
   * take 47 MB). Drawn digits and IDX images have no more levels than that, so the copy is exact.
   */
  public static InMemoryImages copyOf(LabelledImages images) {
    int length = images.channels() * images.height() * images.width();
    byte[] pixels = new byte[Math.multiplyExact(images.size(), length)];
    byte[] labels = new byte[images.size()];
    IntStream.range(0, images.size())
        .parallel()
        .forEach(
            index -> {
              float[] image = new float[length];
              images.read(index, image, 0);
              for (int i = 0; i < length; i++) {
                pixels[index * length + i] = Grey.toByte(image[i]);
              }
              labels[index] = (byte) images.label(index);
            });
    return new InMemoryImages(
        pixels, labels, images.classes(), images.channels(), images.height(), images.width());
  }

  @Override
  public int size() {
    return labels.length;
  }

  @Override
  public int classes() {
    return classes;
  }

  @Override
  public int channels() {
    return channels;
  }

  @Override
  public int height() {
    return height;
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public void read(int index, float[] target, int offset) {
    int length = channels * height * width;
    for (int i = 0; i < length; i++) {
      target[offset + i] = Grey.toSigned(pixels[index * length + i]);
    }
  }

  @Override
  public int label(int index) {
    return labels[index] & 0xFF;
  }
}
