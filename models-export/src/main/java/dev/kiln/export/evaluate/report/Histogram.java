package dev.kiln.export.evaluate.report;

import java.util.Arrays;

/** How the values of samples are spread, over how those of real data are. */
public final class Histogram {
  private static final int BINS = 40;
  private static final int WIDTH = 640;
  private static final int HEIGHT = 220;
  private static final int LEFT = 10;
  private static final int BOTTOM = 40;
  private static final int TOP = 18;

  private Histogram() {}

  /**
   * The plot as SVG: areas of equal size, whatever the number of values.
   *
   * @param mark a value to draw a line at
   * @param markName what stands at the line
   * @param unit what the values are
   */
  public static String svg(
      float[] real, float[] samples, double mark, String markName, String unit) {
    double low = Math.min(0, Math.min(min(real), min(samples)));
    double high = Math.max(max(real), max(samples)) * 1.02;
    Axis x = new Axis(low, high, LEFT, WIDTH - LEFT);
    double[] ofReal = shares(real, x);
    double[] ofSamples = shares(samples, x);
    double top = Math.max(max(ofReal), max(ofSamples));
    Axis y = new Axis(0, top, HEIGHT - BOTTOM, TOP);
    StringBuilder svg =
        new StringBuilder(
            "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">"
                .formatted(WIDTH, HEIGHT, Html.escape("histogram of " + unit)));
    svg.append("<path class=\"real area\" d=\"").append(outline(ofReal, x, y)).append("\"/>");
    svg.append("<path class=\"made area\" d=\"").append(outline(ofSamples, x, y)).append("\"/>");
    double at = x.place(mark);
    svg.append(
        "<line class=\"mark\" x1=\"%1$s\" x2=\"%1$s\" y1=\"%2$s\" y2=\"%3$s\"/>"
            .formatted(at, TOP - 4, HEIGHT - BOTTOM));
    svg.append(text(at, TOP - 6, "start", markName));
    ticks(svg, x);
    svg.append(text(WIDTH / 2.0, HEIGHT - 6.0, "middle", unit));
    return svg.append("</svg>").append(Html.key()).toString();
  }

  private static void ticks(StringBuilder svg, Axis x) {
    double base = HEIGHT - (double) BOTTOM;
    svg.append(
        "<line class=\"axis\" x1=\"%s\" x2=\"%s\" y1=\"%3$s\" y2=\"%3$s\"/>"
            .formatted(x.from(), x.to(), base));
    double tick = x.tick();
    for (double v = Math.ceil(x.low() / tick) * tick; v <= x.high(); v += tick) {
      svg.append(text(x.place(v), base + 14, "middle", x.label(v)));
    }
  }

  static String text(double x, double y, String anchor, String text) {
    return "<text x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>"
        .formatted(x, y, anchor, Html.escape(text));
  }

  private static String outline(double[] shares, Axis x, Axis y) {
    double step = (x.high() - x.low()) / shares.length;
    StringBuilder path = new StringBuilder("M%s %s".formatted(x.place(x.low()), y.place(0)));
    for (int i = 0; i < shares.length; i++) {
      path.append("V").append(y.place(shares[i]));
      path.append("H").append(x.place(x.low() + (i + 1) * step));
    }
    return path.append("V").append(y.place(0)).append("Z").toString();
  }

  private static double[] shares(float[] values, Axis x) {
    double[] shares = new double[BINS];
    for (float value : values) {
      int bin = (int) (BINS * (value - x.low()) / (x.high() - x.low()));
      shares[Math.max(0, Math.min(BINS - 1, bin))] += 1.0 / values.length;
    }
    return shares;
  }

  private static double min(float[] values) {
    double min = Double.POSITIVE_INFINITY;
    for (float value : values) {
      min = Math.min(min, value);
    }
    return min;
  }

  private static double max(float[] values) {
    double max = Double.NEGATIVE_INFINITY;
    for (float value : values) {
      max = Math.max(max, value);
    }
    return max;
  }

  private static double max(double[] values) {
    return Arrays.stream(values).max().orElse(1);
  }
}
