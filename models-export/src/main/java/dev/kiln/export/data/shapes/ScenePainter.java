package dev.kiln.export.data.shapes;

import java.util.List;

/** Paints scenes with soft edges, 32 by 32, red, green and blue in [-1, 1]. */
public final class ScenePainter {
  /** Width and height of a picture. */
  public static final int SIDE = 32;

  /** Values of a picture: three channels. */
  public static final int VALUES = 3 * SIDE * SIDE;

  private static final int FINE = 4;

  private ScenePainter() {}

  /** Paints a scene into {@code target}, channel by channel, row by row, from {@code offset} on. */
  public static void paint(List<Placed> scene, float[] target, int offset) {
    int plane = SIDE * SIDE;
    for (int channel = 0; channel < 3; channel++) {
      for (int i = 0; i < plane; i++) {
        target[offset + channel * plane + i] = (float) Colour.ground(channel);
      }
    }
    for (Placed placed : scene) {
      float[] cover = cover(placed.thing().form(), placed.x(), placed.y(), placed.radius());
      Colour colour = placed.thing().colour();
      for (int channel = 0; channel < 3; channel++) {
        for (int i = 0; i < plane; i++) {
          int at = offset + channel * plane + i;
          target[at] += cover[i] * (float) (colour.channel(channel) - target[at]);
        }
      }
    }
  }

  /** How much of each pixel a form covers, from 0 to 1, row by row. */
  public static float[] cover(Form form, double x, double y, double radius) {
    float[] cover = new float[SIDE * SIDE];
    int left = clamp(x - radius);
    int right = clamp(x + radius);
    int top = clamp(y - radius);
    int bottom = clamp(y + radius);
    for (int row = top; row <= bottom; row++) {
      for (int column = left; column <= right; column++) {
        cover[row * SIDE + column] = cover(form, x, y, radius, row, column);
      }
    }
    return cover;
  }

  private static float cover(Form form, double x, double y, double radius, int row, int column) {
    int inside = 0;
    for (int i = 0; i < FINE; i++) {
      double v = (row + (i + 0.5) / FINE - y) / radius;
      for (int j = 0; j < FINE; j++) {
        double u = (column + (j + 0.5) / FINE - x) / radius;
        inside += form.covers(u, v) ? 1 : 0;
      }
    }
    return inside / (float) (FINE * FINE);
  }

  private static int clamp(double pixel) {
    return (int) Math.max(0, Math.min(SIDE - 1, Math.floor(pixel)));
  }
}
