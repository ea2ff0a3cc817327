package dev.kiln.export.data;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * An IDX file of bytes: two zeros, 8 for bytes, the number of dimensions; then each dimension, then
 * the bytes. A file whose name ends with {@code .gz} is unpacked while reading.
 *
 * @param dimensions the dimensions, the outermost first
 * @param bytes what it holds
 */
@SuppressWarnings("ArrayRecordComponent")
record IdxFile(int[] dimensions, byte[] bytes) {
  private static final int BYTES = 0x0800;
  private static final int LARGEST_SIDE = 1 << 14;

  /**
   * Reads a file.
   *
   * @param kind what is expected in it, for messages
   * @param names of the dimensions behind the first, for each shape that is allowed
   * @throws IOException with one sentence that names the file, what was found and what was expected
   */
  static IdxFile read(Path file, String kind, List<List<String>> names) throws IOException {
    try (DataInputStream in = open(file)) {
      List<String> inner = shape(file, in.readInt(), kind, names);
      long count = in.readInt() & 0xFFFFFFFFL;
      int[] dimensions = new int[1 + inner.size()];
      long length = count;
      for (int i = 0; i < inner.size(); i++) {
        dimensions[i + 1] = dimension(in, file, inner.get(i));
        length *= dimensions[i + 1];
      }
      if (length == 0 || length > Integer.MAX_VALUE - 8) {
        throw new IOException(
            file
                + " announces "
                + announced(kind, count, dimensions)
                + "; expected at least one value and at most "
                + (Integer.MAX_VALUE - 8));
      }
      dimensions[0] = (int) count;
      return new IdxFile(dimensions, body(in, file, (int) length));
    } catch (EOFException e) {
      throw new IOException(file + " is cut short: it ends too early for what it announces", e);
    }
  }

  private static String announced(String kind, long count, int... dimensions) {
    String inner =
        Arrays.stream(dimensions)
            .skip(1)
            .mapToObj(String::valueOf)
            .collect(Collectors.joining(" by "));
    return count + " " + kind + (inner.isEmpty() ? "" : " of " + inner + " values");
  }

  private static List<String> shape(Path file, int magic, String kind, List<List<String>> names)
      throws IOException {
    for (List<String> inner : names) {
      if (magic == BYTES + 1 + inner.size()) {
        return inner;
      }
    }
    throw new IOException(
        String.format(
            Locale.ROOT,
            "%s starts with 0x%08x; IDX %s start with %s",
            file,
            magic,
            kind,
            names.stream()
                .map(inner -> String.format(Locale.ROOT, "0x%08x", BYTES + 1 + inner.size()))
                .collect(Collectors.joining(" or "))));
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

  private static int dimension(DataInputStream in, Path file, String name) throws IOException {
    int value = in.readInt();
    if (value < 0 || value > LARGEST_SIDE) {
      throw new IOException(
          file
              + " announces a "
              + name
              + " of "
              + (value & 0xFFFFFFFFL)
              + "; expected at most "
              + LARGEST_SIDE);
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
}
