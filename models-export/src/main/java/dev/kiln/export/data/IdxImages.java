package dev.kiln.export.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Images and their labels from a pair of IDX files, the format in which MNIST and its relatives
 * come. Images are [N, height, width] if grey, else [N, height, width, channels] or [N, channels,
 * height, width] with 1 or 3 channels.
 */
public final class IdxImages {
  private static final List<List<String>> IMAGES =
      List.of(List.of("height", "width"), List.of("height", "width", "number of channels"));
  private static final List<List<String>> LABELS = List.of(List.of());

  private IdxImages() {}

  /**
   * Reads both files into memory as they are; byte 0 becomes -1, byte 255 becomes 1. There are as
   * many classes as the largest label says, and one more.
   *
   * @throws IOException with one sentence that names the file, what was found and what was expected
   */
  public static InMemoryImages read(Path images, Path labels) throws IOException {
    int[] classes = labels(labels);
    InMemoryImages unlabelled = read(images);
    if (unlabelled.size() != classes.length) {
      throw new IOException(
          images
              + " holds "
              + unlabelled.size()
              + " images, but "
              + labels
              + " holds "
              + classes.length
              + " labels");
    }
    int count = IntStream.of(classes).max().orElse(0) + 1;
    return unlabelled.labelled(
        classes, IntStream.range(0, count).mapToObj(String::valueOf).toList());
  }

  /** The same for images without labels. */
  public static InMemoryImages read(Path images) throws IOException {
    IdxFile file = IdxFile.read(images, "images", IMAGES);
    int[] shape = file.dimensions();
    int count = shape[0];
    if (shape.length == 3) {
      return unlabelled(file.bytes(), count, 1, shape[1], shape[2]);
    }
    if (shape[3] == 1 || shape[3] == 3) {
      byte[] planes = planes(file.bytes(), count, shape[1] * shape[2], shape[3]);
      return unlabelled(planes, count, shape[3], shape[1], shape[2]);
    }
    if (shape[1] == 1 || shape[1] == 3) {
      return unlabelled(file.bytes(), count, shape[1], shape[2], shape[3]);
    }
    throw new IOException(
        String.format(
            Locale.ROOT,
            "%s holds images of %d x %d x %d; expected 1 or 3 channels, first or last",
            images,
            shape[1],
            shape[2],
            shape[3]));
  }

  private static InMemoryImages unlabelled(
      byte[] planes, int count, int channels, int height, int width) {
    return new InMemoryImages(planes, new int[count], List.of(), channels, height, width);
  }

  /** From pixel by pixel to channel by channel. */
  private static byte[] planes(byte[] pixels, int count, int area, int channels) {
    byte[] planes = new byte[pixels.length];
    for (int image = 0; image < count; image++) {
      int start = image * area * channels;
      for (int i = 0; i < area; i++) {
        for (int c = 0; c < channels; c++) {
          planes[start + c * area + i] = pixels[start + i * channels + c];
        }
      }
    }
    return planes;
  }

  private static int[] labels(Path file) throws IOException {
    byte[] bytes = IdxFile.read(file, "labels", LABELS).bytes();
    return IntStream.range(0, bytes.length).map(i -> bytes[i] & 0xFF).toArray();
  }

  /**
   * Refuses labels that cannot be meant: a label that is no class, or classes that no image has.
   *
   * @param images with labels
   * @param labels the file that they came from
   * @param classes how many classes there are; null if the labels are to tell
   * @throws IOException with one sentence that names the label and what was expected
   */
  public static InMemoryImages checked(
      InMemoryImages images, Path labels, @Nullable Integer classes) throws IOException {
    int[] counts = new int[images.classes()];
    for (int i = 0; i < images.size(); i++) {
      counts[images.label(i)]++;
      if (classes != null && images.label(i) >= classes) {
        throw new IOException(
            labels
                + " gives image "
                + i
                + " the label "
                + images.label(i)
                + "; with "
                + classes
                + " classes labels run from 0 to "
                + (classes - 1));
      }
    }
    if (classes != null) {
      return images.labelled(
          images.labels(), IntStream.range(0, classes).mapToObj(String::valueOf).toList());
    }
    for (int label = 0; label < counts.length; label++) {
      if (counts[label] == 0) {
        throw new IOException(
            labels
                + " goes up to label "
                + (counts.length - 1)
                + ", but no image has the label "
                + label
                + "; if that is meant, say --classes "
                + counts.length);
      }
    }
    return images;
  }
}
