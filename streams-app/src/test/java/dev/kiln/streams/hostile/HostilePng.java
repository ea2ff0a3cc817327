package dev.kiln.streams.hostile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Pictures of 4 by 4 pixels, or so they say. */
final class HostilePng {

  private static final long SIGNATURE = 0x8950_4e47_0d0a_1a0aL;
  private static final int GREY = 0;
  private static final int PALETTE = 3;

  /** A quarter of a gigabyte of zeros, in a quarter of a megabyte. */
  private static final byte[] BOMB = deflated(256 << 20);

  private HostilePng() {}

  static byte[] any(Random chance) {
    List<Attack.Maker> makers =
        List.of(
            r -> png(ihdr(4, 4, 8, GREY, 0), chunk("IDAT", BOMB)),
            r -> png(ihdr(4, 4, 8, PALETTE, 0), palette(), text("zTXt", BOMB), pixels(4)),
            r -> png(ihdr(4, 4, 8, PALETTE, 0), palette(), text("iCCP", BOMB), pixels(4)),
            r -> png(ihdr(4, 4, 8, PALETTE, 0), palette(), international(BOMB), pixels(4)),
            r -> png(ihdr(size(r), size(r), 8, GREY, 0), pixels(4)),
            r -> png(ihdr(4, 4, r.nextInt(20), r.nextInt(8), r.nextInt(3)), pixels(4)),
            r -> png(ihdr(4, 4, 8, GREY, 1), pixels(4)),
            r -> png(ihdr(4, 4, 8, PALETTE, 0), pixels(4)),
            r -> png(ihdr(4, 4, 8, PALETTE, 0), palette(), chunk("IDAT", deflated(20, 255))),
            r -> png(ihdr(4, 4, 8, GREY, 0), chunk("IDAT", new byte[] {1, 2, 3})),
            r -> png(ihdr(4, 4, 8, GREY, 0)),
            r -> png(pixels(4)),
            r -> flipped(png(ihdr(4, 4, 8, GREY, 0), pixels(4)), r),
            r -> cut(png(ihdr(4, 4, 8, GREY, 0), pixels(4)), r),
            r -> longChunk());
    return makers.get(chance.nextInt(makers.size())).make(chance);
  }

  private static int size(Random chance) {
    int[] sizes = {0, -1, 5, 65_535, Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 20};
    return sizes[chance.nextInt(sizes.length)];
  }

  private static byte[] png(byte[]... chunks) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(SIGNATURE).array());
    for (byte[] chunk : chunks) {
      out.writeBytes(chunk);
    }
    out.writeBytes(chunk("IEND", new byte[0]));
    return out.toByteArray();
  }

  private static byte[] ihdr(int width, int height, int depth, int colour, int interlace) {
    return chunk(
        "IHDR",
        ByteBuffer.allocate(13)
            .putInt(width)
            .putInt(height)
            .put((byte) depth)
            .put((byte) colour)
            .put((byte) 0)
            .put((byte) 0)
            .put((byte) interlace)
            .array());
  }

  private static byte[] palette() {
    return chunk("PLTE", new byte[] {0, 0, 0, 127, 127, 127});
  }

  private static byte[] pixels(int size) {
    return chunk("IDAT", deflated(size * (size + 1)));
  }

  /** A keyword, a method and what is compressed: a text as well as a colour profile. */
  private static byte[] text(String name, byte[] compressed) {
    return chunk(name, joined("a\0\0".getBytes(StandardCharsets.ISO_8859_1), compressed));
  }

  private static byte[] international(byte[] compressed) {
    return chunk(
        "iTXt", joined("a\0\1\0en\0a\0".getBytes(StandardCharsets.ISO_8859_1), compressed));
  }

  /** A chunk that says to be of two gigabytes. */
  private static byte[] longChunk() {
    byte[] png = png(ihdr(4, 4, 8, GREY, 0), pixels(4));
    ByteBuffer.wrap(png).putInt(33, Integer.MAX_VALUE);
    return png;
  }

  private static byte[] chunk(String name, byte[] content) {
    byte[] named = joined(name.getBytes(StandardCharsets.ISO_8859_1), content);
    CRC32 sum = new CRC32();
    sum.update(named);
    return ByteBuffer.allocate(named.length + 8)
        .putInt(content.length)
        .put(named)
        .putInt((int) sum.getValue())
        .array();
  }

  private static byte[] joined(byte[] first, byte[] second) {
    return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
  }

  private static byte[] deflated(int zeros) {
    return deflated(zeros, 0);
  }

  private static byte[] deflated(int count, int value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] block = new byte[Math.min(count, 1 << 20)];
    Arrays.fill(block, (byte) value);
    try (DeflaterOutputStream deflater =
        new DeflaterOutputStream(out, new Deflater(Deflater.BEST_COMPRESSION), 1 << 16)) {
      for (int left = count; left > 0; left -= block.length) {
        deflater.write(block, 0, Math.min(left, block.length));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static byte[] flipped(byte[] bytes, Random chance) {
    bytes[8 + chance.nextInt(bytes.length - 8)] ^= (byte) (1 << chance.nextInt(8));
    return bytes;
  }

  private static byte[] cut(byte[] bytes, Random chance) {
    return Arrays.copyOf(bytes, chance.nextInt(bytes.length));
  }
}
