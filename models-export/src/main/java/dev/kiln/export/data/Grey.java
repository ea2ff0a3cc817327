package dev.kiln.export.data;

/** Grey values: a byte from 0 (black) to 255 (white), against a float from -1 to 1. */
public final class Grey {
  private Grey() {}

  static float toSigned(byte grey) {
    return (grey & 0xFF) / 127.5f - 1f;
  }

  static byte toByte(float signed) {
    return (byte) Math.max(0, Math.min(255, Math.round((signed + 1f) * 127.5f)));
  }

  /** The planes of an image with another number of channels: its luma, or its grey three times. */
  public static byte[] channels(byte[] planes, int channels, int wanted) {
    if (channels == wanted) {
      return planes;
    }
    int area = planes.length / channels;
    byte[] made = new byte[area * wanted];
    for (int i = 0; i < area; i++) {
      byte grey =
          channels == 1 ? planes[i] : luma(planes[i], planes[area + i], planes[2 * area + i]);
      for (int c = 0; c < wanted; c++) {
        made[c * area + i] = grey;
      }
    }
    return made;
  }

  /** The brightness of a colour (ITU-R BT.601), rounded. */
  private static byte luma(byte red, byte green, byte blue) {
    double value = 0.299 * (red & 0xFF) + 0.587 * (green & 0xFF) + 0.114 * (blue & 0xFF);
    return (byte) Math.min(255, (int) (value + 0.5));
  }
}
