package dev.kiln.export.data;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Images held as bytes: what files hold, or a copy of images that are slow to make. */
public final class InMemoryImages implements LabelledImages {
  private final byte[] pixels;
  private final int[] labels;
  private final List<String> classes;
  private final int channels;
  private final int height;
  private final int width;

  /**
   * Images that are in memory already.
   *
   * @param pixels 0 for -1 to 255 for 1, image by image, channel by channel, row by row
   * @param labels the class of each image; all 0 if there are no classes
   * @param classes what the classes are called, by label; empty for images without labels
   */
  public InMemoryImages(
      byte[] pixels, int[] labels, List<String> classes, int channels, int height, int width) {
    if (pixels.length != labels.length * channels * height * width) {
      throw new IllegalArgumentException(
          labels.length + " labels do not fit " + pixels.length + " pixel values");
    }
    this.pixels = pixels;
    this.labels = labels;
    this.classes = List.copyOf(classes);
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
    int[] labels = new int[images.size()];
    IntStream.range(0, images.size())
        .parallel()
        .forEach(
            index -> {
              float[] image = new float[length];
              images.read(index, image, 0);
              for (int i = 0; i < length; i++) {
                pixels[index * length + i] = Grey.toByte(image[i]);
              }
              labels[index] = images.label(index);
            });
    return new InMemoryImages(
        pixels, labels, images.classNames(), images.channels(), images.height(), images.width());
  }

  /** The same images with labels. */
  InMemoryImages labelled(int[] given, List<String> names) {
    return new InMemoryImages(pixels, given, names, channels, height, width);
  }

  int[] labels() {
    return labels.clone();
  }

  /**
   * The same images as they are wanted: their middle scaled to a square, their colours turned to
   * grey (ITU-R BT.601) or their grey to three equal channels.
   *
   * @param name what to call them in messages
   * @throws IllegalArgumentException if nothing is said about a size and theirs is no square whose
   *     side is a multiple of 4; one sentence
   */
  public InMemoryImages fitted(String name, ImageWish wish) {
    if (wish.size() == null && !ImageWish.fits(width, height)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the images of %s are %d x %d; networks take squares whose side is a multiple of 4: --size %d crops and"
                  + " scales them",
              name,
              width,
              height,
              ImageWish.proposal(width, height)));
    }
    int side = wish.size() == null ? width : wish.size();
    int wanted = wish.channels() == null ? channels : wish.channels();
    if (side == width && side == height && wanted == channels) {
      return this;
    }
    byte[] fitted = new byte[Math.multiplyExact(size(), wanted * side * side)];
    Scaling scaling = new Scaling(width, height, side);
    int length = channels * height * width;
    for (int i = 0; i < size(); i++) {
      byte[] image = Arrays.copyOfRange(pixels, i * length, (i + 1) * length);
      byte[] planes = Grey.channels(scaling.square(image, channels), channels, wanted);
      System.arraycopy(planes, 0, fitted, i * planes.length, planes.length);
    }
    return new InMemoryImages(fitted, labels, classes, wanted, side, side);
  }

  @Override
  public int size() {
    return labels.length;
  }

  @Override
  public int classes() {
    return classes.size();
  }

  @Override
  public List<String> classNames() {
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
    return labels[index];
  }
}
