package dev.kiln.export.data;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Grey images and their labels from a pair of IDX files, the format in which MNIST and its
 * relatives come. Files whose name ends with {@code .gz} are unpacked while reading.
 */
public final class IdxImages {
  private static final int IMAGES = 0x0803;
  private static final int LABELS = 0x0801;

  private IdxImages() {}

  /**
   * Reads both files into memory; byte 0 becomes -1, byte 255 becomes 1.
   *
   * @throws IOException with one sentence that names the file, what was found and what was expected
   */
  public static InMemoryImages read(Path images, Path labels) throws IOException {
    byte[] classes = labels(labels);
    try (DataInputStream in = open(images)) {
      long count = header(in, images, IMAGES, "images");
      long height = dimension(in, images, "height");
      long width = dimension(in, images, "width");
      if (count != classes.length) {
        throw new IOException(
            images
                + " holds "
                + count
                + " images, but "
                + labels
                + " holds "
                + classes.length
                + " labels");
      }
      if (count == 0 || height == 0 || width == 0 || count * height * width > Integer.MAX_VALUE) {
        throw new IOException(
            images
                + " announces "
                + count
                + " images of "
                + height
                + " by "
                + width
                + " pixels; expected at least one value and at most "
                + Integer.MAX_VALUE);
      }
      byte[] pixels = body(in, images, (int) (count * height * width));
      return new InMemoryImages(
          pixels, classes, largest(classes) + 1, 1, (int) height, (int) width);
    } catch (EOFException e) {
      throw cutShort(images, e);
    }
  }

  private static byte[] labels(Path file) throws IOException {
    try (DataInputStream in = open(file)) {
      long count = header(in, file, LABELS, "labels");
      if (count > Integer.MAX_VALUE - 8) {
        throw new IOException(
            file + " announces " + count + " labels; expected at most " + (Integer.MAX_VALUE - 8));
      }
      return body(in, file, (int) count);
    } catch (EOFException e) {
      throw cutShort(file, e);
    }
  }

  private static DataInputStream open(Path file) throws IOException {
    InputStream in;
    try {
      in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    } catch (NoSuchFileException e) {
      throw new IOException("IDX file " + file + " does not exist", e);
    }
    if (!file.toString().toLowerCase(Locale.ROOT).endsWith(".gz")) {
      return new DataInputStream(in);
    }
    try {
      return new DataInputStream(new GZIPInputStream(in, 1 << 16));
    } catch (ZipException | EOFException e) {
      in.close();
      throw new IOException(file + " ends with .gz but is not a gzip file", e);
    }
  }

  private static long header(DataInputStream in, Path file, int expected, String kind)
      throws IOException {
    int magic = in.readInt();
    if (magic != expected) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s starts with 0x%08x; IDX %s start with 0x%08x",
              file,
              magic,
              kind,
              expected));
    }
    return in.readInt() & 0xFFFFFFFFL;
  }

  private static long dimension(DataInputStream in, Path file, String name) throws IOException {
    int value = in.readInt();
    if (value < 0 || value > 1 << 14) {
      throw new IOException(
          file
              + " announces a "
              + name
              + " of "
              + (value & 0xFFFFFFFFL)
              + "; expected at most 16384");
    }
    return value;
  }

  private static byte[] body(DataInputStream in, Path file, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new IOException(
          file + " is cut short: " + bytes.length + " bytes after the header, expected " + length);
    }
    if (in.read() != -1) {
      throw new IOException(file + " is too long: more than the " + length + " bytes it announces");
    }
    return bytes;
  }

  private static IOException cutShort(Path file, EOFException cause) {
    return new IOException(file + " is cut short: it ends too early for what it announces", cause);
  }

  private static int largest(byte[] labels) {
    int largest = 0;
    for (byte label : labels) {
      largest = Math.max(largest, label & 0xFF);
    }
    return largest;
  }
}
