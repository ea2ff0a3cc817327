package dev.kiln.export.data.folder;

import dev.kiln.export.data.Scaling;

/**
 * A decoded picture.
 *
 * @param width columns
 * @param height rows
 * @param planes red, green, blue, each {@code height * width} bytes, row by row
 */
@SuppressWarnings("ArrayRecordComponent")
record Picture(int width, int height, byte[] planes) {

  boolean sameSize(Picture other) {
    return width == other.width && height == other.height;
  }

  /** Its middle, as a square of {@code side} pixels. */
  Picture square(int side) {
    return new Picture(side, side, new Scaling(width, height, side).square(planes, 3));
  }

  /** Whether no pixel has a colour. */
  boolean grey() {
    int plane = width * height;
    for (int i = 0; i < plane; i++) {
      if (planes[i] != planes[plane + i] || planes[i] != planes[2 * plane + i]) {
        return false;
      }
    }
    return true;
  }
}
