package dev.kiln.generation.output;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Arrays as NumPy's .npy files, version 1.0 (the format is described in numpy.lib.format): a magic
 * number, a header that is a Python dictionary, and the values as they are. Pure functions.
 */
public final class NpyEncoder {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
  private static final int ALIGNMENT = 64;
  private static final Map<String, Type> TYPES =
      Map.of(
          "float32", new Type("<f4", 4), "uint8", new Type("|u1", 1), "int64", new Type("<i8", 8));

  /** An element type: as NumPy spells it, and its bytes. */
  private record Type(String spelling, int bytes) {}

  private NpyEncoder() {}

  /**
   * A file.
   *
   * @param dtype float32, uint8 or int64
   * @param shape sizes, outermost first
   * @param values little-endian, row-major
   * @throws IllegalArgumentException in one sentence, if the type is another, or there are more or
   *     fewer values than the shape says
   */
  public static byte[] encode(String dtype, List<Integer> shape, byte[] values) {
    Type type = TYPES.get(dtype);
    if (type == null) {
      throw new IllegalArgumentException("dtype must be float32, uint8 or int64, was " + dtype);
    }
    long wanted = shape.stream().mapToLong(size -> size).reduce(type.bytes(), Math::multiplyExact);
    if (values.length != wanted) {
      throw new IllegalArgumentException(
          "%s of shape %s takes %d bytes, there are %d"
              .formatted(dtype, shape, wanted, values.length));
    }
    byte[] header = header(type.spelling(), shape).getBytes(StandardCharsets.US_ASCII);
    var file = new ByteArrayOutputStream(MAGIC.length + 2 + header.length + values.length);
    file.writeBytes(MAGIC);
    file.write(header.length & 0xff);
    file.write(header.length >> 8);
    file.writeBytes(header);
    file.writeBytes(values);
    return file.toByteArray();
  }

  private static String header(String spelling, List<Integer> shape) {
    String sizes = shape.stream().map(size -> size + ",").collect(Collectors.joining(" "));
    String tuple = shape.size() > 1 ? sizes.substring(0, sizes.length() - 1) : sizes;
    String text =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }".formatted(spelling, tuple);
    int unpadded = MAGIC.length + 2 + text.length() + 1;
    return text + " ".repeat(Math.floorMod(-unpadded, ALIGNMENT)) + "\n";
  }
}
