package dev.kiln.export.data;

/**
 * The shape of one digit as straight pieces, in a box about one unit high, y downwards. Nobody
 * changes the pieces.
 */
final class Outline {
  private final double[] pieces;
  private final boolean filled;

  /**
   * @param pieces four numbers a piece: x0, y0, x1, y1
   * @param filled whether the pieces close to contours whose inside is ink (a typeface), or are the
   *     path of a pen
   */
  Outline(double[] pieces, boolean filled) {
    if (pieces.length == 0 || pieces.length % 4 != 0) {
      throw new IllegalArgumentException(
          "an outline needs four numbers for each of its pieces, found " + pieces.length);
    }
    this.pieces = pieces;
    this.filled = filled;
  }

  double[] pieces() {
    return pieces;
  }

  boolean filled() {
    return filled;
  }
}
