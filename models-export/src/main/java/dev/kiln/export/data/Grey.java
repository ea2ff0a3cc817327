package dev.kiln.export.data;

/** Grey values: a byte from 0 (black) to 255 (white), against a float from -1 to 1. */
final class Grey {
  private Grey() {}

  static float toSigned(byte grey) {
    return (grey & 0xFF) / 127.5f - 1f;
  }

  static byte toByte(float signed) {
    return (byte) Math.max(0, Math.min(255, Math.round((signed + 1f) * 127.5f)));
  }
}
