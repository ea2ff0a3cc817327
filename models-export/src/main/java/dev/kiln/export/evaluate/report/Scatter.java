package dev.kiln.export.evaluate.report;

import java.util.Arrays;

/** Points of real data and of samples on a plane. */
public final class Scatter {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 460;
  private static final int EDGE = 12;

  private Scatter() {}

  /**
   * The plot as SVG.
   *
   * @param real places [count][2]
   * @param samples places [count][2]
   */
  public static String svg(double[][] real, double[][] samples, String label) {
    Axis x = axis(0, EDGE, WIDTH - EDGE, real, samples);
    Axis y = axis(1, HEIGHT - EDGE, EDGE, real, samples);
    return "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">"
            .formatted(WIDTH, HEIGHT, Html.escape(label))
        + dots("real", real, x, y)
        + dots("made", samples, x, y)
        + "</svg>"
        + Html.key();
  }

  private static Axis axis(int axis, double from, double to, double[][] real, double[][] samples) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double[][] places : Arrays.asList(real, samples)) {
      for (double[] place : places) {
        low = Math.min(low, place[axis]);
        high = Math.max(high, place[axis]);
      }
    }
    return new Axis(low, high, from, to);
  }

  /** One path of dots: lines without length and with round ends. */
  private static String dots(String cssClass, double[][] places, Axis x, Axis y) {
    StringBuilder path = new StringBuilder("<path class=\"" + cssClass + " dots\" d=\"");
    for (double[] place : places) {
      path.append("M").append(x.place(place[0])).append(" ").append(y.place(place[1])).append("h0");
    }
    return path.append("\"/>").toString();
  }
}
