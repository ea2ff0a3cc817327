package dev.kiln.generation.output;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * The chunks of a PNG file that hold its pixels, and none of those that hold anything else: texts,
 * colour profiles and the like are compressed, and a reader that unpacks them can be made to fill
 * the memory. Pure functions.
 */
final class PngChunks {

  private static final long SIGNATURE = 0x8950_4e47_0d0a_1a0aL;
  private static final int FRAME = 12;
  private static final Set<String> KEPT = Set.of("IHDR", "PLTE", "tRNS", "IDAT", "IEND");

  private PngChunks() {}

  /**
   * The same picture with nothing but its pixels.
   *
   * @throws IllegalArgumentException when the bytes are no sequence of whole chunks, or one's
   *     checksum is wrong; the message is the reason alone
   */
  static byte[] pixelsOnly(byte[] png) {
    ByteBuffer in = ByteBuffer.wrap(png);
    if (png.length < Long.BYTES || in.getLong() != SIGNATURE) {
      throw new IllegalArgumentException("it does not begin like one");
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(png.length);
    out.write(png, 0, Long.BYTES);
    String name = "";
    while (!name.equals("IEND")) {
      int start = in.position();
      int length = in.remaining() < FRAME ? -1 : in.getInt();
      if (length < 0 || length > png.length - start - FRAME) {
        throw new IllegalArgumentException("it ends in the middle of a chunk");
      }
      name = new String(png, start + 4, 4, StandardCharsets.ISO_8859_1);
      CRC32 sum = new CRC32();
      sum.update(png, start + 4, 4 + length);
      in.position(start + 8 + length);
      if (in.getInt() != (int) sum.getValue()) {
        throw new IllegalArgumentException("the checksum of a chunk is wrong");
      }
      if (KEPT.contains(name)) {
        out.write(png, start, FRAME + length);
      }
    }
    return out.toByteArray();
  }
}
