package dev.kiln.streams.demo.augment;

import dev.kiln.generation.tensor.FloatTensor;
import dev.kiln.generation.tensor.Shape;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Digits in the IDX files of MNIST and its relatives, compressed or not. */
final class IdxImages {

  private static final int IMAGES = 0x803;
  private static final int LABELS = 0x801;
  private static final int SIZE = 28;

  private IdxImages() {}

  /**
   * The pictures of a directory with one file of images and one of labels (such as
   * t10k-images-idx3-ubyte.gz and t10k-labels-idx1-ubyte.gz).
   *
   * @throws IOException in one sentence, if they are not there or not what they should be
   */
  static List<LabelledImage> read(Path directory) throws IOException {
    Path images = file(directory, "images-idx3");
    Path labels = file(directory, "labels-idx1");
    List<LabelledImage> found = new ArrayList<>();
    try (DataInputStream pictures = open(images);
        DataInputStream names = open(labels)) {
      int count = header(images, pictures, IMAGES);
      if (count != header(labels, names, LABELS)) {
        throw new IOException(images + " and " + labels + " have different numbers of records.");
      }
      int height = pictures.readInt();
      int width = pictures.readInt();
      if (height != SIZE || width != SIZE) {
        throw new IOException(
            "%s has pictures of %d by %d, they must be 28 by 28.".formatted(images, width, height));
      }
      for (int i = 0; i < count; i++) {
        float[] values = new float[SIZE * SIZE];
        for (int at = 0; at < values.length; at++) {
          values[at] = pictures.readUnsignedByte() / 127.5f - 1;
        }
        found.add(
            new LabelledImage(
                new FloatTensor(Shape.of(1, SIZE, SIZE), values), names.readUnsignedByte()));
      }
    }
    return found;
  }

  private static Path file(Path directory, String part) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> String.valueOf(file.getFileName()).contains(part))
          .sorted()
          .findFirst()
          .orElseThrow(
              () -> new IOException("There is no file *" + part + "* in " + directory + "."));
    }
  }

  private static DataInputStream open(Path file) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    return new DataInputStream(
        file.toString().endsWith(".gz") ? new BufferedInputStream(new GZIPInputStream(in)) : in);
  }

  private static int header(Path file, DataInputStream in, int magic) throws IOException {
    int found = in.readInt();
    if (found != magic) {
      throw new IOException(
          "%s begins with %08x, it must begin with %08x.".formatted(file, found, magic));
    }
    return in.readInt();
  }
}
