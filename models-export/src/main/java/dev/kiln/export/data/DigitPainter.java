package dev.kiln.export.data;

/**
 * Paints an outline as a grey image through its distance field: a pixel's ink follows from how far
 * its centre lies inside the outline, so that a stroke grows or shrinks by adding to that distance.
 * Arithmetic only, no graphics library: the same bytes on every JDK and every machine.
 */
final class DigitPainter {
  private final int side;

  DigitPainter(int side) {
    this.side = side;
  }

  /** Paints into {@code side * side} bytes, row by row: 0 is background, 255 full ink. */
  byte[] paint(Outline outline, Distortion distortion, Draws draws) {
    double[] pieces = place(outline.pieces(), distortion, draws);
    double grow =
        outline.filled()
            ? draws.between(-distortion.thinner(), distortion.thicker())
            : draws.between(0.9, 1.5 + distortion.thicker());
    double soft = draws.between(1, distortion.blur());
    double ink = draws.between(0.88, 1);
    byte[] image = new byte[side * side];
    for (int row = 0; row < side; row++) {
      for (int column = 0; column < side; column++) {
        double inside = inside(pieces, outline.filled(), column + 0.5, row + 0.5);
        double cover = Math.max(0, Math.min(1, 0.5 + (inside + grow) / soft));
        if (cover > 0) {
          double grain = 1 + distortion.noise() * draws.gaussian();
          image[row * side + column] =
              (byte) Math.max(0, Math.min(255, (int) (255 * ink * cover * grain + 0.5)));
        }
      }
    }
    return image;
  }

  /** Warps, turns, slants and sizes the pieces, and puts them near the middle of the image. */
  private double[] place(double[] outline, Distortion distortion, Draws draws) {
    double[] pieces = outline.clone();
    warp(pieces, distortion.warp(), draws);
    double angle = StrictMath.toRadians(draws.within(distortion.rotation()));
    double cos = StrictMath.cos(angle);
    double sin = StrictMath.sin(angle);
    double slant = draws.within(distortion.shear());
    double wide = 1 + draws.within(distortion.stretch());
    double left = Double.POSITIVE_INFINITY;
    double top = Double.POSITIVE_INFINITY;
    double right = Double.NEGATIVE_INFINITY;
    double bottom = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < pieces.length; i += 2) {
      double x = wide * pieces[i] + slant * pieces[i + 1];
      double y = pieces[i + 1];
      pieces[i] = cos * x - sin * y;
      pieces[i + 1] = sin * x + cos * y;
      left = Math.min(left, pieces[i]);
      right = Math.max(right, pieces[i]);
      top = Math.min(top, pieces[i + 1]);
      bottom = Math.max(bottom, pieces[i + 1]);
    }
    double extent = draws.between(distortion.minHeight(), distortion.maxHeight());
    double scale = extent / Math.max(right - left, bottom - top);
    double middleX = side / 2.0 + draws.within(distortion.shift());
    double middleY = side / 2.0 + draws.within(distortion.shift());
    for (int i = 0; i < pieces.length; i += 2) {
      pieces[i] = middleX + scale * (pieces[i] - (left + right) / 2);
      pieces[i + 1] = middleY + scale * (pieces[i + 1] - (top + bottom) / 2);
    }
    return pieces;
  }

  /** Moves every point along two long waves. */
  private static void warp(double[] pieces, double reach, Draws draws) {
    double ax = draws.within(reach);
    double ay = draws.within(reach);
    double frequencyX = draws.between(3, 7);
    double frequencyY = draws.between(3, 7);
    double phaseX = draws.within(StrictMath.PI);
    double phaseY = draws.within(StrictMath.PI);
    for (int i = 0; i < pieces.length; i += 2) {
      double x = pieces[i];
      double y = pieces[i + 1];
      pieces[i] = x + ax * StrictMath.sin(frequencyX * y + phaseX);
      pieces[i + 1] = y + ay * StrictMath.sin(frequencyY * x + phaseY);
    }
  }

  /**
   * How deep a point lies within the ink, in pixels; negative outside. For a pen, minus the
   * distance to its path.
   */
  private static double inside(double[] pieces, boolean filled, double x, double y) {
    double nearest = Double.POSITIVE_INFINITY;
    int winding = 0;
    for (int i = 0; i < pieces.length; i += 4) {
      double x0 = pieces[i];
      double y0 = pieces[i + 1];
      double dx = pieces[i + 2] - x0;
      double dy = pieces[i + 3] - y0;
      double px = x - x0;
      double py = y - y0;
      double t = Math.max(0, Math.min(1, (px * dx + py * dy) / (dx * dx + dy * dy + 1e-12)));
      double ex = px - t * dx;
      double ey = py - t * dy;
      nearest = Math.min(nearest, ex * ex + ey * ey);
      if (py >= 0 && py < dy && dx * py > px * dy) {
        winding++;
      } else if (py < 0 && py >= dy && dx * py < px * dy) {
        winding--;
      }
    }
    double distance = Math.sqrt(nearest);
    return filled && winding != 0 ? distance : -distance;
  }
}
